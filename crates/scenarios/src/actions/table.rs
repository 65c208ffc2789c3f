//! Makes the enum of all actions out of their modules.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::verb::Verb;

/// A row is the name of the action, what a file says of it if it says something, and its module.
macro_rules! actions {
    ($($name:ident $(($body:ty))? in $module:ident;)*) => {
        $(pub use $module::$name;)*

        /// What can happen. A step has exactly one.
        #[derive(Clone, Debug, PartialEq)]
        #[allow(missing_docs, reason = "the modules of this folder say what each is")]
        pub enum Action { $($name $(($body))?,)* }

        /// Every kind of action.
        pub(crate) const KINDS: &[Kind] = &[$(Kind::of::<body!($($body)?), $module::$name>(),)*];

        impl Action {
            /// What is known of every action of its kind.
            pub(crate) fn kind(&self) -> Kind {
                match self { $(Self::$name { .. } => Kind::of::<body!($($body)?), $module::$name>(),)* }
            }

            /// Reads the body of the action of this name. `device` is empty if none acts.
            pub(crate) fn read(
                name: &str,
                item: &Item<'_>,
                device: &str,
                declared: &mut Declared,
            ) -> Result<Self, Problem> {
                $(if name == <body!($($body)?) as Verb<$module::$name>>::NAME {
                    let body = <body!($($body)?) as Verb<$module::$name>>::read(item, device, declared)?;
                    return Ok(action!($name body $($body)?));
                })*
                Err(item.trouble("is no action"))
            }

            /// Lets somebody do the action of this name in a generated case; none if nobody can.
            pub(crate) fn draw(name: &str, rng: &mut Stream, draft: &mut Draft, family: Family) -> Option<()> {
                $(if name == <body!($($body)?) as Verb<$module::$name>>::NAME {
                    return <body!($($body)?) as Verb<$module::$name>>::draw(rng, draft, family);
                })*
                None
            }

            /// What it does, in words.
            pub(crate) fn describe(&self) -> String {
                match self { $(Self::$name $((bound!(it $body)))? => {
                    <body!($($body)?) as Verb<$module::$name>>::describe(of!(it $($body)?))
                })* }
            }

            /// Carries it out. What it gives is a command that has not ended yet.
            pub(crate) fn perform(&self, script: &mut Script<'_>, turn: Turn<'_>) -> Option<OpId> {
                match self { $(Self::$name $((bound!(it $body)))? => {
                    <body!($($body)?) as Verb<$module::$name>>::perform(of!(it $($body)?), script, turn)
                })* }
            }

            /// How long it waits by itself.
            pub(crate) fn waits(&self) -> Span {
                match self { $(Self::$name $((bound!(it $body)))? => {
                    <body!($($body)?) as Verb<$module::$name>>::waits(of!(it $($body)?))
                })* }
            }

            /// Simpler forms of it.
            pub(crate) fn simpler(&self) -> Vec<Self> {
                match self { $(Self::$name $((bound!(it $body)))? => {
                    let simpler = <body!($($body)?) as Verb<$module::$name>>::simpler(of!(it $($body)?));
                    simpler.into_iter().map(|body| action!($name body $($body)?)).collect()
                })* }
            }

            /// Whether it has no meaning without this account.
            pub(crate) fn is_about_account(&self, account: &str) -> bool {
                match self { $(Self::$name $((bound!(it $body)))? => {
                    <body!($($body)?) as Verb<$module::$name>>::is_about_account(of!(it $($body)?), account)
                })* }
            }

            /// Whether it has no meaning without this device, beside the one that acts.
            pub(crate) fn is_about_device(&self, device: &str) -> bool {
                match self { $(Self::$name $((bound!(it $body)))? => {
                    <body!($($body)?) as Verb<$module::$name>>::is_about_device(of!(it $($body)?), device)
                })* }
            }

            /// Leaves out what it says of this account.
            pub(crate) fn leave_account_out(&mut self, account: &str) {
                match self { $(Self::$name $((bound!(it $body)))? => {
                    <body!($($body)?) as Verb<$module::$name>>::leave_account_out(of_mut!(it $($body)?), account);
                })* }
            }

            /// Leaves out what it says of this device.
            pub(crate) fn leave_device_out(&mut self, device: &str) {
                match self { $(Self::$name $((bound!(it $body)))? => {
                    <body!($($body)?) as Verb<$module::$name>>::leave_device_out(of_mut!(it $($body)?), device);
                })* }
            }
        }

        impl Serialize for Action {
            /// The name of the action is the key of its body.
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self { $(Self::$name $((bound!(it $body)))? => {
                    let name = <body!($($body)?) as Verb<$module::$name>>::NAME;
                    serializer.serialize_newtype_variant("Action", 0, name, of!(it $($body)?))
                })* }
            }
        }

        impl JsonSchema for Action {
            fn schema_name() -> Cow<'static, str> {
                "Action".into()
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                let actions = vec![$(table::schema::<body!($($body)?), $module::$name>(generator),)*];
                json_schema!({ "description": "What can happen. A step has exactly one.", "oneOf": actions })
            }
        }
    };
}

/// The type of a body.
macro_rules! body {
    () => {
        Nothing
    };
    ($body:ty) => {
        $body
    };
}

/// An action with this body.
macro_rules! action {
    ($name:ident $it:ident) => {{
        let Nothing {} = $it;
        Action::$name
    }};
    ($name:ident $it:ident $body:ty) => {
        Action::$name($it)
    };
}

/// The pattern that binds a body.
macro_rules! bound {
    ($it:ident $body:ty) => {
        $it
    };
}

/// What [`bound`] has bound.
macro_rules! of {
    ($it:ident) => {
        &Nothing {}
    };
    ($it:ident $body:ty) => {
        $it
    };
}

/// The same, to be changed.
macro_rules! of_mut {
    ($it:ident) => {
        &mut Nothing {}
    };
    ($it:ident $body:ty) => {
        $it
    };
}

pub(super) use {action, actions, body, bound, of, of_mut};

/// What a step with this action has in a file. The description is that of the mark.
pub(super) fn schema<V: Verb<Mark>, Mark: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    let mut body = generator.subschema_for::<V>();
    if V::inline_schema() {
        body.remove("description");
    }
    let mut action = json_schema!({
        "type": "object",
        "properties": { V::NAME: body },
        "required": [V::NAME],
        "additionalProperties": false,
    });
    if let Some(description) = Mark::json_schema(generator).remove("description") {
        action.insert("description".to_owned(), description);
    }
    action
}
