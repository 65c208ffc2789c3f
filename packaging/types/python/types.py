from dataclasses import dataclass
from typing import Any, List, Dict, Optional, Union, TypeVar, Callable, Type, cast
from enum import Enum


T = TypeVar("T")
EnumT = TypeVar("EnumT", bound=Enum)


def from_str(x: Any) -> str:
    assert isinstance(x, str)
    return x


def from_int(x: Any) -> int:
    assert isinstance(x, int) and not isinstance(x, bool)
    return x


def from_list(f: Callable[[Any], T], x: Any) -> List[T]:
    assert isinstance(x, list)
    return [f(y) for y in x]


def from_dict(f: Callable[[Any], T], x: Any) -> Dict[str, T]:
    assert isinstance(x, dict)
    return { k: f(v) for (k, v) in x.items() }


def to_enum(c: Type[EnumT], x: Any) -> EnumT:
    assert isinstance(x, c)
    return x.value


def to_class(c: Type[T], x: Any) -> dict:
    assert isinstance(x, c)
    return cast(Any, x).to_dict()


def from_none(x: Any) -> Any:
    assert x is None
    return x


def from_union(fs, x):
    for f in fs:
        try:
            return f(x)
        except:
            pass
    assert False


def from_bool(x: Any) -> bool:
    assert isinstance(x, bool)
    return x


@dataclass
class Generator:
    """What wrote the file."""

    mls: str
    """The MLS library that made the MLS bytes."""

    name: str
    """Name."""

    seed: str
    """Seed of every run."""

    version: str
    """Version."""

    @staticmethod
    def from_dict(obj: Any) -> 'Generator':
        assert isinstance(obj, dict)
        mls = from_str(obj.get("mls"))
        name = from_str(obj.get("name"))
        seed = from_str(obj.get("seed"))
        version = from_str(obj.get("version"))
        return Generator(mls, name, seed, version)

    def to_dict(self) -> dict:
        result: dict = {}
        result["mls"] = from_str(self.mls)
        result["name"] = from_str(self.name)
        result["seed"] = from_str(self.seed)
        result["version"] = from_str(self.version)
        return result


class CommitClass(Enum):
    """Whether it needed an admin.
    
    Whether a commit needed an admin.
    
    Yes.
    
    No.
    """
    ORDINARY = "ordinary"
    PRIVILEGED = "privileged"


@dataclass
class LeafEntry:
    """A leaf of the ratchet tree."""

    account: str
    """Account in its credential, hex."""

    index: int
    """Leaf index."""

    signature_key: str
    """Its signature key."""

    @staticmethod
    def from_dict(obj: Any) -> 'LeafEntry':
        assert isinstance(obj, dict)
        account = from_str(obj.get("account"))
        index = from_int(obj.get("index"))
        signature_key = from_str(obj.get("signature_key"))
        return LeafEntry(account, index, signature_key)

    def to_dict(self) -> dict:
        result: dict = {}
        result["account"] = from_str(self.account)
        result["index"] = from_int(self.index)
        result["signature_key"] = from_str(self.signature_key)
        return result


@dataclass
class AuthorityRequired:
    """What every member must support now.
    
    What every member must support (RFC 9420 section 11.1).
    
    The extension `required_capabilities`.
    
    The extension `required_capabilities` of its GroupContext.
    """
    credentials: List[str]
    """Credential types."""

    extensions: List[str]
    """Extension types."""

    proposals: List[str]
    """Proposal types."""

    @staticmethod
    def from_dict(obj: Any) -> 'AuthorityRequired':
        assert isinstance(obj, dict)
        credentials = from_list(from_str, obj.get("credentials"))
        extensions = from_list(from_str, obj.get("extensions"))
        proposals = from_list(from_str, obj.get("proposals"))
        return AuthorityRequired(credentials, extensions, proposals)

    def to_dict(self) -> dict:
        result: dict = {}
        result["credentials"] = from_list(from_str, self.credentials)
        result["extensions"] = from_list(from_str, self.extensions)
        result["proposals"] = from_list(from_str, self.proposals)
        return result


@dataclass
class CommitAuthorityExpect:
    """Of a valid test; all members are compared.
    
    The class of an accepted commit, and the state that it leads to.
    
    It succeeds.
    """
    commit_authority_expect_class: CommitClass
    """Whether it needed an admin."""

    components: Dict[str, str]
    """The components of the GroupContext."""

    epoch: int
    """The new epoch."""

    leaves: List[LeafEntry]
    """Every leaf that is not blank, by index."""

    required: AuthorityRequired
    """What every member must support now."""

    @staticmethod
    def from_dict(obj: Any) -> 'CommitAuthorityExpect':
        assert isinstance(obj, dict)
        commit_authority_expect_class = CommitClass(obj.get("class"))
        components = from_dict(from_str, obj.get("components"))
        epoch = from_int(obj.get("epoch"))
        leaves = from_list(LeafEntry.from_dict, obj.get("leaves"))
        required = AuthorityRequired.from_dict(obj.get("required"))
        return CommitAuthorityExpect(commit_authority_expect_class, components, epoch, leaves, required)

    def to_dict(self) -> dict:
        result: dict = {}
        result["class"] = to_enum(CommitClass, self.commit_authority_expect_class)
        result["components"] = from_dict(from_str, self.components)
        result["epoch"] = from_int(self.epoch)
        result["leaves"] = from_list(lambda x: to_class(LeafEntry, x), self.leaves)
        result["required"] = to_class(AuthorityRequired, self.required)
        return result


class Reason(Enum):
    """Why.
    
    Why an input must be refused. Error texts are never compared.
    
    Of an invalid or deferred test.
    """
    ADMIN_SET_EMPTY = "admin_set_empty"
    ALREADY_ACKED = "already_acked"
    ALREADY_JOINED = "already_joined"
    ALREADY_KNOWN = "already_known"
    ALREADY_PROCESSED = "already_processed"
    ALREADY_REMOVED = "already_removed"
    ANCHOR_MISSING = "anchor_missing"
    ANCHOR_REPEATED = "anchor_repeated"
    AUTHORIZATION_FAILED = "authorization_failed"
    BAD_EVENT_ID = "bad_event_id"
    BAD_EVENT_JSON = "bad_event_json"
    BAD_EVENT_SIGNATURE = "bad_event_signature"
    BAD_GIFT_WRAP = "bad_gift_wrap"
    BAD_SEAL = "bad_seal"
    CANONICAL_UNKNOWN = "canonical_unknown"
    CIPHERSUITE_UNSUPPORTED = "ciphersuite_unsupported"
    COMMITTER_NOT_ADMIN = "committer_not_admin"
    COMMIT_REPEATED = "commit_repeated"
    CONFIRMATION_INVALID = "confirmation_invalid"
    CONTENT_EMPTY = "content_empty"
    CONTENT_NOT_BASE64 = "content_not_base64"
    CONTENT_NOT_HEX = "content_not_hex"
    CONTENT_TOO_SHORT = "content_too_short"
    CREATED_AT_TOO_NEW = "created_at_too_new"
    CREATED_AT_TOO_OLD = "created_at_too_old"
    CREDENTIAL_IDENTITY_MALFORMED = "credential_identity_malformed"
    CREDENTIAL_TYPE_UNSUPPORTED = "credential_type_unsupported"
    CYCLE_DIFFERS = "cycle_differs"
    CYCLE_QUIESCENT = "cycle_quiescent"
    CYCLE_SHIFT = "cycle_shift"
    CYCLE_TOO_SHORT = "cycle_too_short"
    DEFAULT_EXTENSION_LISTED = "default_extension_listed"
    DEVICE_UNKNOWN = "device_unknown"
    EPOCH_NOT_NEXT = "epoch_not_next"
    EVICTED = "evicted"
    EXTENSION_MISPLACED = "extension_misplaced"
    EXTENSION_NOT_ADVERTISED = "extension_not_advertised"
    FRAMING_MISMATCH = "framing_mismatch"
    GENERATION_CONSUMED = "generation_consumed"
    GROUP_DATA_MALFORMED = "group_data_malformed"
    GROUP_DATA_MISSING = "group_data_missing"
    GROUP_DATA_VERSION_UNSUPPORTED = "group_data_version_unsupported"
    GROUP_UNKNOWN = "group_unknown"
    IDENTITY_CHANGED = "identity_changed"
    IDENTITY_MISMATCH = "identity_mismatch"
    INIT_KEY_REUSED = "init_key_reused"
    INNER_AUTHOR_MISMATCH = "inner_author_mismatch"
    INVALID_ENCODING = "invalid_encoding"
    INVALID_SIGNATURE = "invalid_signature"
    KEY_PACKAGE_NOT_LOCAL = "key_package_not_local"
    LEAF_KEY_DUPLICATE = "leaf_key_duplicate"
    LEAF_LIMIT_EXCEEDED = "leaf_limit_exceeded"
    LIFETIME_EXPIRED = "lifetime_expired"
    LIFETIME_MISSING = "lifetime_missing"
    LIFETIME_NOT_YET_VALID = "lifetime_not_yet_valid"
    LIFETIME_TOO_LONG = "lifetime_too_long"
    MESSAGE_DECRYPT_FAILED = "message_decrypt_failed"
    MESSAGE_REPEATED = "message_repeated"
    MESSAGE_STATE_UNKNOWN = "message_state_unknown"
    NIP44_DECRYPT_FAILED = "nip44_decrypt_failed"
    NODE_NOT_NEXT = "node_not_next"
    NODE_UNKNOWN = "node_unknown"
    NOT_ADDRESSED_TO_ME = "not_addressed_to_me"
    NOT_ANNOUNCED = "not_announced"
    NOT_ORPHANED = "not_orphaned"
    NOT_SELECTED = "not_selected"
    NO_MATCHING_KEY_PACKAGE = "no_matching_key_package"
    ORPHANED = "orphaned"
    OUTER_DECRYPT_FAILED = "outer_decrypt_failed"
    OUT_OF_REACH = "out_of_reach"
    PARENT_UNKNOWN = "parent_unknown"
    PREVIOUSLY_FAILED = "previously_failed"
    PRIVATE_KEY_MISMATCH = "private_key_mismatch"
    PROOF_BINDING_MISMATCH = "proof_binding_mismatch"
    PROOF_MALFORMED = "proof_malformed"
    PROOF_MISSING = "proof_missing"
    PROOF_SIGNATURE_INVALID = "proof_signature_invalid"
    PROTOCOL_VERSION_UNSUPPORTED = "protocol_version_unsupported"
    RATCHET_TREE_INVALID = "ratchet_tree_invalid"
    RATCHET_TREE_MISSING = "ratchet_tree_missing"
    REF_MISMATCH = "ref_mismatch"
    REQUIRED_CAPABILITY_UNMET = "required_capability_unmet"
    RETAINED_STATE_MISSING = "retained_state_missing"
    RUMOR_AUTHOR_MISMATCH = "rumor_author_mismatch"
    RUMOR_SIGNED = "rumor_signed"
    SELF_UPDATE_MIXED = "self_update_mixed"
    SIBLINGS_APART = "siblings_apart"
    SIGNATURE_INVALID = "signature_invalid"
    STATE_REPEATED = "state_repeated"
    STEPS_EXHAUSTED = "steps_exhausted"
    SWITCH_OFF = "switch_off"
    TAG_CONTENT_MISMATCH = "tag_content_mismatch"
    TAG_FORBIDDEN = "tag_forbidden"
    TAG_MISSING = "tag_missing"
    TAG_REPEATED = "tag_repeated"
    TAG_VALUE_EXTRA = "tag_value_extra"
    TAG_VALUE_MALFORMED = "tag_value_malformed"
    TAG_VALUE_MISSING = "tag_value_missing"
    TAG_VALUE_UNSUPPORTED = "tag_value_unsupported"
    TLS_MALFORMED = "tls_malformed"
    TRAILING_BYTES = "trailing_bytes"
    UNEXPECTED_KIND = "unexpected_kind"
    UNSUPPORTED_REQUIRED_FEATURE = "unsupported_required_feature"
    WELCOMER_NOT_ADMIN = "welcomer_not_admin"
    WELCOME_DECRYPT_FAILED = "welcome_decrypt_failed"
    WIRE_FORMAT_MISMATCH = "wire_format_mismatch"
    WOULD_BE_ACCEPTED = "would_be_accepted"
    WOULD_BE_REJECTED = "would_be_rejected"
    WRONG_EPOCH = "wrong_epoch"
    WRONG_USER = "wrong_user"


class Stage(Enum):
    """The stage of the reason.
    
    Where a check stands. A reason has exactly one stage.
    
    Of an invalid or deferred test: the stage of its reason.
    """
    AUTHORITY = "authority"
    CONVERGENCE = "convergence"
    DELIVERY = "delivery"
    GROUP_POLICY = "group_policy"
    IDENTITY = "identity"
    MLS = "mls"
    NOSTR = "nostr"
    TRACE = "trace"
    TRANSPORT = "transport"


@dataclass
class CommitAuthorityAnswer:
    """What is expected under one policy.
    
    Of a valid test; all members are compared.
    
    The class of an accepted commit, and the state that it leads to.
    
    It succeeds.
    
    It fails.
    """
    commit_authority_answer_class: Optional[CommitClass] = None
    """Whether it needed an admin."""

    components: Optional[Dict[str, str]] = None
    """The components of the GroupContext."""

    epoch: Optional[int] = None
    """The new epoch."""

    leaves: Optional[List[LeafEntry]] = None
    """Every leaf that is not blank, by index."""

    required: Optional[AuthorityRequired] = None
    """What every member must support now."""

    reason: Optional[Reason] = None
    """Why."""

    stage: Optional[Stage] = None
    """The stage of the reason."""

    @staticmethod
    def from_dict(obj: Any) -> 'CommitAuthorityAnswer':
        assert isinstance(obj, dict)
        commit_authority_answer_class = from_union([CommitClass, from_none], obj.get("class"))
        components = from_union([lambda x: from_dict(from_str, x), from_none], obj.get("components"))
        epoch = from_union([from_int, from_none], obj.get("epoch"))
        leaves = from_union([lambda x: from_list(LeafEntry.from_dict, x), from_none], obj.get("leaves"))
        required = from_union([AuthorityRequired.from_dict, from_none], obj.get("required"))
        reason = from_union([Reason, from_none], obj.get("reason"))
        stage = from_union([Stage, from_none], obj.get("stage"))
        return CommitAuthorityAnswer(commit_authority_answer_class, components, epoch, leaves, required, reason, stage)

    def to_dict(self) -> dict:
        result: dict = {}
        if self.commit_authority_answer_class is not None:
            result["class"] = from_union([lambda x: to_enum(CommitClass, x), from_none], self.commit_authority_answer_class)
        if self.components is not None:
            result["components"] = from_union([lambda x: from_dict(from_str, x), from_none], self.components)
        if self.epoch is not None:
            result["epoch"] = from_union([from_int, from_none], self.epoch)
        if self.leaves is not None:
            result["leaves"] = from_union([lambda x: from_list(lambda x: to_class(LeafEntry, x), x), from_none], self.leaves)
        if self.required is not None:
            result["required"] = from_union([lambda x: to_class(AuthorityRequired, x), from_none], self.required)
        if self.reason is not None:
            result["reason"] = from_union([lambda x: to_enum(Reason, x), from_none], self.reason)
        if self.stage is not None:
            result["stage"] = from_union([lambda x: to_enum(Stage, x), from_none], self.stage)
        return result


@dataclass
class AuthorityCapabilities:
    """What it supports.
    
    The capabilities of a leaf (RFC 9420 section 7.2).
    """
    cipher_suites: List[str]
    """Cipher suites."""

    credentials: List[str]
    """Credential types."""

    extensions: List[str]
    """Extension types."""

    proposals: List[str]
    """Proposal types."""

    versions: List[str]
    """Protocol versions."""

    @staticmethod
    def from_dict(obj: Any) -> 'AuthorityCapabilities':
        assert isinstance(obj, dict)
        cipher_suites = from_list(from_str, obj.get("cipher_suites"))
        credentials = from_list(from_str, obj.get("credentials"))
        extensions = from_list(from_str, obj.get("extensions"))
        proposals = from_list(from_str, obj.get("proposals"))
        versions = from_list(from_str, obj.get("versions"))
        return AuthorityCapabilities(cipher_suites, credentials, extensions, proposals, versions)

    def to_dict(self) -> dict:
        result: dict = {}
        result["cipher_suites"] = from_list(from_str, self.cipher_suites)
        result["credentials"] = from_list(from_str, self.credentials)
        result["extensions"] = from_list(from_str, self.extensions)
        result["proposals"] = from_list(from_str, self.proposals)
        result["versions"] = from_list(from_str, self.versions)
        return result


@dataclass
class AuthorityLeaf:
    """The committer's new leaf, if there is an UpdatePath.
    
    A leaf of the tree, or one that is to become one.
    
    The leaf of its KeyPackage.
    """
    capabilities: AuthorityCapabilities
    """What it supports."""

    components: Dict[str, str]
    """Its `app_data_dictionary`; empty if it has none."""

    credential: str
    """The type of its credential."""

    identity: str
    """What its credential holds: the account, if all is well."""

    name: str
    """Account and device, for a person. Decides nothing."""

    signature_key: str
    """The key that verifies its messages."""

    @staticmethod
    def from_dict(obj: Any) -> 'AuthorityLeaf':
        assert isinstance(obj, dict)
        capabilities = AuthorityCapabilities.from_dict(obj.get("capabilities"))
        components = from_dict(from_str, obj.get("components"))
        credential = from_str(obj.get("credential"))
        identity = from_str(obj.get("identity"))
        name = from_str(obj.get("name"))
        signature_key = from_str(obj.get("signature_key"))
        return AuthorityLeaf(capabilities, components, credential, identity, name, signature_key)

    def to_dict(self) -> dict:
        result: dict = {}
        result["capabilities"] = to_class(AuthorityCapabilities, self.capabilities)
        result["components"] = from_dict(from_str, self.components)
        result["credential"] = from_str(self.credential)
        result["identity"] = from_str(self.identity)
        result["name"] = from_str(self.name)
        result["signature_key"] = from_str(self.signature_key)
        return result


class TypeEnum(Enum):
    ADD = "add"
    APP_DATA_UPDATE = "app_data_update"
    APP_EPHEMERAL = "app_ephemeral"
    CUSTOM = "custom"
    EXTERNAL_INIT = "external_init"
    GROUP_CONTEXT_EXTENSIONS = "group_context_extensions"
    PRE_SHARED_KEY = "pre_shared_key"
    REMOVE = "remove"
    RE_INIT = "re_init"
    SELF_REMOVE = "self_remove"
    UPDATE = "update"


@dataclass
class AuthorityAsks:
    """What it asks for.
    
    What a proposal asks for.
    
    A new leaf.
    
    The removal of a leaf.
    
    The removal of its sender's leaf.
    
    A change of one component of the GroupContext.
    
    New GroupContext extensions.
    
    A new leaf of its sender.
    
    A pre-shared key.
    
    A restart of the group.
    
    The start of an External Commit.
    
    Data of an application for one commit.
    
    A type that the library does not know.
    """
    type: TypeEnum
    key_package: Optional[Dict[str, str]] = None
    """The `app_data_dictionary` of the KeyPackage itself."""

    leaf: Optional[AuthorityLeaf] = None
    """The leaf of its KeyPackage."""

    index: Optional[int] = None
    """The leaf."""

    component: Optional[str] = None
    """Which."""

    update: Optional[str] = None
    """Its new data. Without it the entry is removed."""

    components: Optional[Dict[str, str]] = None
    """The extension `app_data_dictionary`."""

    required: Optional[AuthorityRequired] = None
    """The extension `required_capabilities`."""

    number: Optional[str] = None
    """Its number."""

    @staticmethod
    def from_dict(obj: Any) -> 'AuthorityAsks':
        assert isinstance(obj, dict)
        type = TypeEnum(obj.get("type"))
        key_package = from_union([lambda x: from_dict(from_str, x), from_none], obj.get("key_package"))
        leaf = from_union([AuthorityLeaf.from_dict, from_none], obj.get("leaf"))
        index = from_union([from_int, from_none], obj.get("index"))
        component = from_union([from_str, from_none], obj.get("component"))
        update = from_union([from_str, from_none], obj.get("update"))
        components = from_union([lambda x: from_dict(from_str, x), from_none], obj.get("components"))
        required = from_union([AuthorityRequired.from_dict, from_none], obj.get("required"))
        number = from_union([from_str, from_none], obj.get("number"))
        return AuthorityAsks(type, key_package, leaf, index, component, update, components, required, number)

    def to_dict(self) -> dict:
        result: dict = {}
        result["type"] = to_enum(TypeEnum, self.type)
        if self.key_package is not None:
            result["key_package"] = from_union([lambda x: from_dict(from_str, x), from_none], self.key_package)
        if self.leaf is not None:
            result["leaf"] = from_union([lambda x: to_class(AuthorityLeaf, x), from_none], self.leaf)
        if self.index is not None:
            result["index"] = from_union([from_int, from_none], self.index)
        if self.component is not None:
            result["component"] = from_union([from_str, from_none], self.component)
        if self.update is not None:
            result["update"] = from_union([from_str, from_none], self.update)
        if self.components is not None:
            result["components"] = from_union([lambda x: from_dict(from_str, x), from_none], self.components)
        if self.required is not None:
            result["required"] = from_union([lambda x: to_class(AuthorityRequired, x), from_none], self.required)
        if self.number is not None:
            result["number"] = from_union([from_str, from_none], self.number)
        return result


@dataclass
class AuthorityReference:
    """The message that carried it, if the commit has it by reference. Else it is there by
    value, and the committer's.
    
    The message of a proposal that stands alone.
    """
    epoch: int
    """The epoch in which it was sent."""

    authenticated_data: Optional[str] = None
    """The authenticated data of the message."""

    sender: Optional[int] = None
    """The index of the leaf that sent it. Not there if no member did."""

    @staticmethod
    def from_dict(obj: Any) -> 'AuthorityReference':
        assert isinstance(obj, dict)
        epoch = from_int(obj.get("epoch"))
        authenticated_data = from_union([from_str, from_none], obj.get("authenticated_data"))
        sender = from_union([from_int, from_none], obj.get("sender"))
        return AuthorityReference(epoch, authenticated_data, sender)

    def to_dict(self) -> dict:
        result: dict = {}
        result["epoch"] = from_int(self.epoch)
        if self.authenticated_data is not None:
            result["authenticated_data"] = from_union([from_str, from_none], self.authenticated_data)
        if self.sender is not None:
            result["sender"] = from_union([from_int, from_none], self.sender)
        return result


@dataclass
class AuthorityProposal:
    """A proposal inside a commit."""

    asks: AuthorityAsks
    """What it asks for."""

    reference: Optional[AuthorityReference] = None
    """The message that carried it, if the commit has it by reference. Else it is there by
    value, and the committer's.
    """

    @staticmethod
    def from_dict(obj: Any) -> 'AuthorityProposal':
        assert isinstance(obj, dict)
        asks = AuthorityAsks.from_dict(obj.get("asks"))
        reference = from_union([AuthorityReference.from_dict, from_none], obj.get("reference"))
        return AuthorityProposal(asks, reference)

    def to_dict(self) -> dict:
        result: dict = {}
        result["asks"] = to_class(AuthorityAsks, self.asks)
        if self.reference is not None:
            result["reference"] = from_union([lambda x: to_class(AuthorityReference, x), from_none], self.reference)
        return result


@dataclass
class AuthorityCommit:
    """The commit.
    
    A commit.
    """
    epoch: int
    """The epoch that it names."""

    proposals: List[AuthorityProposal]
    """Its proposals. Their order decides only which added leaf comes first."""

    authenticated_data: Optional[str] = None
    """The authenticated data of its message."""

    committer: Optional[int] = None
    """The index of the leaf that made it. Not there for an External Commit."""

    path: Optional[AuthorityLeaf] = None
    """The committer's new leaf, if there is an UpdatePath."""

    @staticmethod
    def from_dict(obj: Any) -> 'AuthorityCommit':
        assert isinstance(obj, dict)
        epoch = from_int(obj.get("epoch"))
        proposals = from_list(AuthorityProposal.from_dict, obj.get("proposals"))
        authenticated_data = from_union([from_str, from_none], obj.get("authenticated_data"))
        committer = from_union([from_int, from_none], obj.get("committer"))
        path = from_union([AuthorityLeaf.from_dict, from_none], obj.get("path"))
        return AuthorityCommit(epoch, proposals, authenticated_data, committer, path)

    def to_dict(self) -> dict:
        result: dict = {}
        result["epoch"] = from_int(self.epoch)
        result["proposals"] = from_list(lambda x: to_class(AuthorityProposal, x), self.proposals)
        if self.authenticated_data is not None:
            result["authenticated_data"] = from_union([from_str, from_none], self.authenticated_data)
        if self.committer is not None:
            result["committer"] = from_union([from_int, from_none], self.committer)
        if self.path is not None:
            result["path"] = from_union([lambda x: to_class(AuthorityLeaf, x), from_none], self.path)
        return result


@dataclass
class AuthorityGroup:
    """The state on which the commit stands.
    
    A group at one epoch.
    """
    cipher_suite: str
    """Cipher suite."""

    components: Dict[str, str]
    """The extension `app_data_dictionary` of its GroupContext."""

    epoch: int
    """Epoch."""

    leaves: Dict[str, AuthorityLeaf]
    """Its leaves by index, but for those that are blank."""

    required: AuthorityRequired
    """The extension `required_capabilities` of its GroupContext."""

    @staticmethod
    def from_dict(obj: Any) -> 'AuthorityGroup':
        assert isinstance(obj, dict)
        cipher_suite = from_str(obj.get("cipher_suite"))
        components = from_dict(from_str, obj.get("components"))
        epoch = from_int(obj.get("epoch"))
        leaves = from_dict(AuthorityLeaf.from_dict, obj.get("leaves"))
        required = AuthorityRequired.from_dict(obj.get("required"))
        return AuthorityGroup(cipher_suite, components, epoch, leaves, required)

    def to_dict(self) -> dict:
        result: dict = {}
        result["cipher_suite"] = from_str(self.cipher_suite)
        result["components"] = from_dict(from_str, self.components)
        result["epoch"] = from_int(self.epoch)
        result["leaves"] = from_dict(lambda x: to_class(AuthorityLeaf, x), self.leaves)
        result["required"] = to_class(AuthorityRequired, self.required)
        return result


@dataclass
class CommitAuthorityInput:
    """Input.
    
    A commit that the MLS library has authenticated in this state.
    """
    commit: AuthorityCommit
    """The commit."""

    parent: AuthorityGroup
    """The state on which the commit stands."""

    @staticmethod
    def from_dict(obj: Any) -> 'CommitAuthorityInput':
        assert isinstance(obj, dict)
        commit = AuthorityCommit.from_dict(obj.get("commit"))
        parent = AuthorityGroup.from_dict(obj.get("parent"))
        return CommitAuthorityInput(commit, parent)

    def to_dict(self) -> dict:
        result: dict = {}
        result["commit"] = to_class(AuthorityCommit, self.commit)
        result["parent"] = to_class(AuthorityGroup, self.parent)
        return result


class Outcome(Enum):
    """What is demanded.
    
    What is demanded of a client.
    
    Must succeed and match `expect`.
    
    Must fail; `reason`, or one of `reasons_any`, says why.
    
    Cannot be used yet: must be kept and tried again. `reason` says what is in the way.
    
    The texts leave it open: one answer per policy.
    """
    DEFERRED = "deferred"
    INVALID = "invalid"
    POLICY = "policy"
    VALID = "valid"


@dataclass
class StackVoice:
    """A stack that verified a test."""

    stack: str
    """Name."""

    version: str
    """Version."""

    via: Optional[str] = None
    """The library through which it was driven."""

    @staticmethod
    def from_dict(obj: Any) -> 'StackVoice':
        assert isinstance(obj, dict)
        stack = from_str(obj.get("stack"))
        version = from_str(obj.get("version"))
        via = from_union([from_str, from_none], obj.get("via"))
        return StackVoice(stack, version, via)

    def to_dict(self) -> dict:
        result: dict = {}
        result["stack"] = from_str(self.stack)
        result["version"] = from_str(self.version)
        if self.via is not None:
            result["via"] = from_union([from_str, from_none], self.via)
        return result


@dataclass
class CommitAuthorityTest:
    """One test."""

    comment: str
    """One sentence."""

    flags: List[str]
    """At least one key of `notes`; one test shows one thing."""

    id: str
    """Stable id: topic prefix and four digits."""

    input: CommitAuthorityInput
    """Input."""

    result: Outcome
    """What is demanded."""

    expect: Optional[CommitAuthorityExpect] = None
    """Of a valid test; all members are compared."""

    expected_by_policy: Optional[Dict[str, CommitAuthorityAnswer]] = None
    """Of a policy test: by policy id."""

    now: Optional[int] = None
    """Unix seconds of the judgement, where it is not the group's."""

    parent: Optional[str] = None
    """The valid test that this invalid or deferred one is like, but for what its flag names; a
    `group-event` test with another `after` is elsewhere in the story, too.
    """
    reason: Optional[Reason] = None
    """Of an invalid or deferred test."""

    reasons_any: Optional[List[Reason]] = None
    """Instead of `reason` where the order of checks is free; all of one stage."""

    stage: Optional[Stage] = None
    """Of an invalid or deferred test: the stage of its reason."""

    tag: Optional[str] = None
    """The tag that a tag reason is about, also one in `expected_by_policy` or `expect`."""

    verified_by: Optional[List[StackVoice]] = None
    """Stacks that passed this test when it was emitted; of an invalid test, those that refused
    it for the stated reason.
    """
    x_refused_by: Optional[List[StackVoice]] = None
    """Stacks that refused this invalid test and did not say why. Not read back."""

    @staticmethod
    def from_dict(obj: Any) -> 'CommitAuthorityTest':
        assert isinstance(obj, dict)
        comment = from_str(obj.get("comment"))
        flags = from_list(from_str, obj.get("flags"))
        id = from_str(obj.get("id"))
        input = CommitAuthorityInput.from_dict(obj.get("input"))
        result = Outcome(obj.get("result"))
        expect = from_union([CommitAuthorityExpect.from_dict, from_none], obj.get("expect"))
        expected_by_policy = from_union([lambda x: from_dict(CommitAuthorityAnswer.from_dict, x), from_none], obj.get("expected_by_policy"))
        now = from_union([from_int, from_none], obj.get("now"))
        parent = from_union([from_str, from_none], obj.get("parent"))
        reason = from_union([Reason, from_none], obj.get("reason"))
        reasons_any = from_union([lambda x: from_list(Reason, x), from_none], obj.get("reasons_any"))
        stage = from_union([Stage, from_none], obj.get("stage"))
        tag = from_union([from_str, from_none], obj.get("tag"))
        verified_by = from_union([lambda x: from_list(StackVoice.from_dict, x), from_none], obj.get("verified_by"))
        x_refused_by = from_union([lambda x: from_list(StackVoice.from_dict, x), from_none], obj.get("x_refused_by"))
        return CommitAuthorityTest(comment, flags, id, input, result, expect, expected_by_policy, now, parent, reason, reasons_any, stage, tag, verified_by, x_refused_by)

    def to_dict(self) -> dict:
        result: dict = {}
        result["comment"] = from_str(self.comment)
        result["flags"] = from_list(from_str, self.flags)
        result["id"] = from_str(self.id)
        result["input"] = to_class(CommitAuthorityInput, self.input)
        result["result"] = to_enum(Outcome, self.result)
        if self.expect is not None:
            result["expect"] = from_union([lambda x: to_class(CommitAuthorityExpect, x), from_none], self.expect)
        if self.expected_by_policy is not None:
            result["expected_by_policy"] = from_union([lambda x: from_dict(lambda x: to_class(CommitAuthorityAnswer, x), x), from_none], self.expected_by_policy)
        if self.now is not None:
            result["now"] = from_union([from_int, from_none], self.now)
        if self.parent is not None:
            result["parent"] = from_union([from_str, from_none], self.parent)
        if self.reason is not None:
            result["reason"] = from_union([lambda x: to_enum(Reason, x), from_none], self.reason)
        if self.reasons_any is not None:
            result["reasons_any"] = from_union([lambda x: from_list(lambda x: to_enum(Reason, x), x), from_none], self.reasons_any)
        if self.stage is not None:
            result["stage"] = from_union([lambda x: to_enum(Stage, x), from_none], self.stage)
        if self.tag is not None:
            result["tag"] = from_union([from_str, from_none], self.tag)
        if self.verified_by is not None:
            result["verified_by"] = from_union([lambda x: from_list(lambda x: to_class(StackVoice, x), x), from_none], self.verified_by)
        if self.x_refused_by is not None:
            result["x_refused_by"] = from_union([lambda x: from_list(lambda x: to_class(StackVoice, x), x), from_none], self.x_refused_by)
        return result


@dataclass
class CommitAuthorityGroup:
    """Tests that share a time."""

    now: int
    """Unix seconds of the judgement."""

    tests: List[CommitAuthorityTest]
    """Tests."""

    @staticmethod
    def from_dict(obj: Any) -> 'CommitAuthorityGroup':
        assert isinstance(obj, dict)
        now = from_int(obj.get("now"))
        tests = from_list(CommitAuthorityTest.from_dict, obj.get("tests"))
        return CommitAuthorityGroup(now, tests)

    def to_dict(self) -> dict:
        result: dict = {}
        result["now"] = from_int(self.now)
        result["tests"] = from_list(lambda x: to_class(CommitAuthorityTest, x), self.tests)
        return result


class Class(Enum):
    """How binding the rule is.
    
    How binding the rule behind a flag is.
    
    The text demands it.
    
    The text recommends it.
    
    The text allows it.
    
    The texts leave it open or disagree.
    """
    MAY = "MAY"
    MUST = "MUST"
    OPEN = "open"
    SHOULD = "SHOULD"


@dataclass
class Note:
    """What a flag means."""

    note_class: Class
    """How binding the rule is."""

    description: str
    """What a test with this flag shows."""

    effect: str
    """What happens to a client that gets it wrong."""

    spec: str
    """Where it stands: a document that `spec` lists, `#`, and a heading, section or function."""

    @staticmethod
    def from_dict(obj: Any) -> 'Note':
        assert isinstance(obj, dict)
        note_class = Class(obj.get("class"))
        description = from_str(obj.get("description"))
        effect = from_str(obj.get("effect"))
        spec = from_str(obj.get("spec"))
        return Note(note_class, description, effect, spec)

    def to_dict(self) -> dict:
        result: dict = {}
        result["class"] = to_enum(Class, self.note_class)
        result["description"] = from_str(self.description)
        result["effect"] = from_str(self.effect)
        result["spec"] = from_str(self.spec)
        return result


@dataclass
class Pin:
    """A document that stands elsewhere than the main text: at a commit, or in an edition that
    is said in words.
    """
    document: str
    """As notes cite it, before the `#`."""

    commit: Optional[str] = None
    """Commit, 40 hex digits."""

    edition: Optional[str] = None
    """What was read where no commit can be named, or why this document and no other."""

    repo: Optional[str] = None
    """Repository on GitHub."""

    @staticmethod
    def from_dict(obj: Any) -> 'Pin':
        assert isinstance(obj, dict)
        document = from_str(obj.get("document"))
        commit = from_union([from_str, from_none], obj.get("commit"))
        edition = from_union([from_str, from_none], obj.get("edition"))
        repo = from_union([from_str, from_none], obj.get("repo"))
        return Pin(document, commit, edition, repo)

    def to_dict(self) -> dict:
        result: dict = {}
        result["document"] = from_str(self.document)
        if self.commit is not None:
            result["commit"] = from_union([from_str, from_none], self.commit)
        if self.edition is not None:
            result["edition"] = from_union([from_str, from_none], self.edition)
        if self.repo is not None:
            result["repo"] = from_union([from_str, from_none], self.repo)
        return result


@dataclass
class Spec:
    """The text that is tested."""

    commit: str
    """Commit, 40 hex digits. Empty as `repo` is, if the text stands in no repository."""

    documents: List[str]
    """Files of this repository at this commit that notes cite."""

    repo: str
    """Repository on GitHub of the main text or source."""

    x_pins: Optional[List[Pin]] = None
    """Everything else that notes cite. Not read back: members that begin with `x_` are ignored."""

    @staticmethod
    def from_dict(obj: Any) -> 'Spec':
        assert isinstance(obj, dict)
        commit = from_str(obj.get("commit"))
        documents = from_list(from_str, obj.get("documents"))
        repo = from_str(obj.get("repo"))
        x_pins = from_union([lambda x: from_list(Pin.from_dict, x), from_none], obj.get("x_pins"))
        return Spec(commit, documents, repo, x_pins)

    def to_dict(self) -> dict:
        result: dict = {}
        result["commit"] = from_str(self.commit)
        result["documents"] = from_list(from_str, self.documents)
        result["repo"] = from_str(self.repo)
        if self.x_pins is not None:
            result["x_pins"] = from_union([lambda x: from_list(lambda x: to_class(Pin, x), x), from_none], self.x_pins)
        return result


@dataclass
class CommitAuthorityFile:
    """One vector file: one topic, one profile."""

    format: str
    """`marmot-vectors/1`"""

    generator: Generator
    """What wrote the file."""

    groups: List[CommitAuthorityGroup]
    """Tests that share a time."""

    notes: Dict[str, Note]
    """What the flags mean."""

    profile: str
    """Wire profile."""

    spec: Spec
    """The text that is tested."""

    suite_version: str
    """Version of the set."""

    synthetic_secrets: bool
    """Every private key in the file was made for it."""

    test_count: int
    """Number of tests."""

    topic: str
    """Topic; decides the members of `input` and `expect`."""

    @staticmethod
    def from_dict(obj: Any) -> 'CommitAuthorityFile':
        assert isinstance(obj, dict)
        format = from_str(obj.get("format"))
        generator = Generator.from_dict(obj.get("generator"))
        groups = from_list(CommitAuthorityGroup.from_dict, obj.get("groups"))
        notes = from_dict(Note.from_dict, obj.get("notes"))
        profile = from_str(obj.get("profile"))
        spec = Spec.from_dict(obj.get("spec"))
        suite_version = from_str(obj.get("suite_version"))
        synthetic_secrets = from_bool(obj.get("synthetic_secrets"))
        test_count = from_int(obj.get("test_count"))
        topic = from_str(obj.get("topic"))
        return CommitAuthorityFile(format, generator, groups, notes, profile, spec, suite_version, synthetic_secrets, test_count, topic)

    def to_dict(self) -> dict:
        result: dict = {}
        result["format"] = from_str(self.format)
        result["generator"] = to_class(Generator, self.generator)
        result["groups"] = from_list(lambda x: to_class(CommitAuthorityGroup, x), self.groups)
        result["notes"] = from_dict(lambda x: to_class(Note, x), self.notes)
        result["profile"] = from_str(self.profile)
        result["spec"] = to_class(Spec, self.spec)
        result["suite_version"] = from_str(self.suite_version)
        result["synthetic_secrets"] = from_bool(self.synthetic_secrets)
        result["test_count"] = from_int(self.test_count)
        result["topic"] = from_str(self.topic)
        return result


class BranchDisposition(Enum):
    """What becomes of a commit or a message.
    
    On the canonical path; a message is shown.
    
    It may get there later.
    
    Too old.
    
    A message of another branch: not shown, or not any more.
    """
    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    INVALIDATED = "invalidated"
    STALE = "stale"


class BranchStep(Enum):
    """The first comparison in which the first two differ.
    
    The comparisons of the text, in its order.
    """
    CLASS = "class"
    COMMITTER = "committer"
    DIGEST = "digest"
    EFFECTIVE_DEPTH = "effective_depth"
    QUORUM = "quorum"
    WITNESS_SCORE = "witness_score"


@dataclass
class BranchScore:
    """What a branch is worth."""

    depth: int
    """Commits."""

    effective: int
    """Commits, and one more with a quorum."""

    branch_score_from: str
    """The state from which it is counted; this one and earlier ones do not count."""

    quorum: bool
    """Whether two accounts wrote in one of its epochs."""

    tip: str
    """Its tip."""

    witnesses: int
    """For each of its epochs the number of accounts that wrote, at most two."""

    @staticmethod
    def from_dict(obj: Any) -> 'BranchScore':
        assert isinstance(obj, dict)
        depth = from_int(obj.get("depth"))
        effective = from_int(obj.get("effective"))
        branch_score_from = from_str(obj.get("from"))
        quorum = from_bool(obj.get("quorum"))
        tip = from_str(obj.get("tip"))
        witnesses = from_int(obj.get("witnesses"))
        return BranchScore(depth, effective, branch_score_from, quorum, tip, witnesses)

    def to_dict(self) -> dict:
        result: dict = {}
        result["depth"] = from_int(self.depth)
        result["effective"] = from_int(self.effective)
        result["from"] = from_str(self.branch_score_from)
        result["quorum"] = from_bool(self.quorum)
        result["tip"] = from_str(self.tip)
        result["witnesses"] = from_int(self.witnesses)
        return result


@dataclass
class BranchContest:
    """Branches that are compared."""

    decided_by: BranchStep
    """The first comparison in which the first two differ."""

    ranking: List[BranchScore]
    """Best first."""

    @staticmethod
    def from_dict(obj: Any) -> 'BranchContest':
        assert isinstance(obj, dict)
        decided_by = BranchStep(obj.get("decided_by"))
        ranking = from_list(BranchScore.from_dict, obj.get("ranking"))
        return BranchContest(decided_by, ranking)

    def to_dict(self) -> dict:
        result: dict = {}
        result["decided_by"] = to_enum(BranchStep, self.decided_by)
        result["ranking"] = from_list(lambda x: to_class(BranchScore, x), self.ranking)
        return result


@dataclass
class ConvergenceExpect:
    """Of a valid test; all members are compared.
    
    The branch, and how it came to be chosen.
    
    It succeeds.
    """
    commits: Dict[str, BranchDisposition]
    """What becomes of the commit that led to each state."""

    contests: List[BranchContest]
    """What was compared with what: from high epochs to low ones, within an epoch by the name of
    the fork.
    """
    eligible: Dict[str, bool]
    """Every tip, and whether it was inside the rollback horizon."""

    messages: Dict[str, BranchDisposition]
    """What becomes of each message, by id."""

    winner: str
    """The tip that is canonical now."""

    @staticmethod
    def from_dict(obj: Any) -> 'ConvergenceExpect':
        assert isinstance(obj, dict)
        commits = from_dict(BranchDisposition, obj.get("commits"))
        contests = from_list(BranchContest.from_dict, obj.get("contests"))
        eligible = from_dict(from_bool, obj.get("eligible"))
        messages = from_dict(BranchDisposition, obj.get("messages"))
        winner = from_str(obj.get("winner"))
        return ConvergenceExpect(commits, contests, eligible, messages, winner)

    def to_dict(self) -> dict:
        result: dict = {}
        result["commits"] = from_dict(lambda x: to_enum(BranchDisposition, x), self.commits)
        result["contests"] = from_list(lambda x: to_class(BranchContest, x), self.contests)
        result["eligible"] = from_dict(from_bool, self.eligible)
        result["messages"] = from_dict(lambda x: to_enum(BranchDisposition, x), self.messages)
        result["winner"] = from_str(self.winner)
        return result


@dataclass
class ConvergenceAnswer:
    """What is expected under one policy.
    
    Of a valid test; all members are compared.
    
    The branch, and how it came to be chosen.
    
    It succeeds.
    
    It fails.
    """
    commits: Optional[Dict[str, BranchDisposition]] = None
    """What becomes of the commit that led to each state."""

    contests: Optional[List[BranchContest]] = None
    """What was compared with what: from high epochs to low ones, within an epoch by the name of
    the fork.
    """
    eligible: Optional[Dict[str, bool]] = None
    """Every tip, and whether it was inside the rollback horizon."""

    messages: Optional[Dict[str, BranchDisposition]] = None
    """What becomes of each message, by id."""

    winner: Optional[str] = None
    """The tip that is canonical now."""

    reason: Optional[Reason] = None
    """Why."""

    stage: Optional[Stage] = None
    """The stage of the reason."""

    @staticmethod
    def from_dict(obj: Any) -> 'ConvergenceAnswer':
        assert isinstance(obj, dict)
        commits = from_union([lambda x: from_dict(BranchDisposition, x), from_none], obj.get("commits"))
        contests = from_union([lambda x: from_list(BranchContest.from_dict, x), from_none], obj.get("contests"))
        eligible = from_union([lambda x: from_dict(from_bool, x), from_none], obj.get("eligible"))
        messages = from_union([lambda x: from_dict(BranchDisposition, x), from_none], obj.get("messages"))
        winner = from_union([from_str, from_none], obj.get("winner"))
        reason = from_union([Reason, from_none], obj.get("reason"))
        stage = from_union([Stage, from_none], obj.get("stage"))
        return ConvergenceAnswer(commits, contests, eligible, messages, winner, reason, stage)

    def to_dict(self) -> dict:
        result: dict = {}
        if self.commits is not None:
            result["commits"] = from_union([lambda x: from_dict(lambda x: to_enum(BranchDisposition, x), x), from_none], self.commits)
        if self.contests is not None:
            result["contests"] = from_union([lambda x: from_list(lambda x: to_class(BranchContest, x), x), from_none], self.contests)
        if self.eligible is not None:
            result["eligible"] = from_union([lambda x: from_dict(from_bool, x), from_none], self.eligible)
        if self.messages is not None:
            result["messages"] = from_union([lambda x: from_dict(lambda x: to_enum(BranchDisposition, x), x), from_none], self.messages)
        if self.winner is not None:
            result["winner"] = from_union([from_str, from_none], self.winner)
        if self.reason is not None:
            result["reason"] = from_union([lambda x: to_enum(Reason, x), from_none], self.reason)
        if self.stage is not None:
            result["stage"] = from_union([lambda x: to_enum(Stage, x), from_none], self.stage)
        return result


@dataclass
class BranchMessage:
    """A message."""

    account: str
    """The account of its sender, hex."""

    id: str
    """SHA-256 of its MLSMessage, hex."""

    leaf: int
    """The leaf of its sender."""

    state: str
    """The state in which it was sent."""

    @staticmethod
    def from_dict(obj: Any) -> 'BranchMessage':
        assert isinstance(obj, dict)
        account = from_str(obj.get("account"))
        id = from_str(obj.get("id"))
        leaf = from_int(obj.get("leaf"))
        state = from_str(obj.get("state"))
        return BranchMessage(account, id, leaf, state)

    def to_dict(self) -> dict:
        result: dict = {}
        result["account"] = from_str(self.account)
        result["id"] = from_str(self.id)
        result["leaf"] = from_int(self.leaf)
        result["state"] = from_str(self.state)
        return result


@dataclass
class BranchCommit:
    """The commit that led to it.
    
    A commit, with what its bytes and the state that authenticates it say.
    """
    branch_commit_class: CommitClass
    """Whether it needed an admin."""

    committer: str
    """The account that made it, hex."""

    digest: str
    """SHA-256 of its MLSMessage, hex."""

    parent: str
    """The state that authenticates it."""

    @staticmethod
    def from_dict(obj: Any) -> 'BranchCommit':
        assert isinstance(obj, dict)
        branch_commit_class = CommitClass(obj.get("class"))
        committer = from_str(obj.get("committer"))
        digest = from_str(obj.get("digest"))
        parent = from_str(obj.get("parent"))
        return BranchCommit(branch_commit_class, committer, digest, parent)

    def to_dict(self) -> dict:
        result: dict = {}
        result["class"] = to_enum(CommitClass, self.branch_commit_class)
        result["committer"] = from_str(self.committer)
        result["digest"] = from_str(self.digest)
        result["parent"] = from_str(self.parent)
        return result


@dataclass
class BranchState:
    """A state of the group. Its name has no part in any comparison."""

    epoch: int
    """Epoch."""

    id: str
    """Name."""

    commit: Optional[BranchCommit] = None
    """The commit that led to it."""

    lost: Optional[bool] = None
    """Whether the storage lost what is needed to compute with it."""

    @staticmethod
    def from_dict(obj: Any) -> 'BranchState':
        assert isinstance(obj, dict)
        epoch = from_int(obj.get("epoch"))
        id = from_str(obj.get("id"))
        commit = from_union([BranchCommit.from_dict, from_none], obj.get("commit"))
        lost = from_union([from_bool, from_none], obj.get("lost"))
        return BranchState(epoch, id, commit, lost)

    def to_dict(self) -> dict:
        result: dict = {}
        result["epoch"] = from_int(self.epoch)
        result["id"] = from_str(self.id)
        if self.commit is not None:
            result["commit"] = from_union([lambda x: to_class(BranchCommit, x), from_none], self.commit)
        if self.lost is not None:
            result["lost"] = from_union([from_bool, from_none], self.lost)
        return result


@dataclass
class ConvergenceInput:
    """Input.
    
    What a member knows when it closes a pass.
    """
    base_epoch: int
    """The epoch of the canonical state when the pass began."""

    canonical: str
    """The state that it holds for canonical."""

    messages: List[BranchMessage]
    """The messages with a valid payload, each in the one state whose keys open it."""

    own_leaf: int
    """The member's own leaf."""

    states: List[BranchState]
    """The states that it retains, in any order. Exactly one has no commit: the anchor."""

    before: Optional[Dict[str, BranchDisposition]] = None
    """What became of messages in earlier passes, by id; nothing for those that are new."""

    @staticmethod
    def from_dict(obj: Any) -> 'ConvergenceInput':
        assert isinstance(obj, dict)
        base_epoch = from_int(obj.get("base_epoch"))
        canonical = from_str(obj.get("canonical"))
        messages = from_list(BranchMessage.from_dict, obj.get("messages"))
        own_leaf = from_int(obj.get("own_leaf"))
        states = from_list(BranchState.from_dict, obj.get("states"))
        before = from_union([lambda x: from_dict(BranchDisposition, x), from_none], obj.get("before"))
        return ConvergenceInput(base_epoch, canonical, messages, own_leaf, states, before)

    def to_dict(self) -> dict:
        result: dict = {}
        result["base_epoch"] = from_int(self.base_epoch)
        result["canonical"] = from_str(self.canonical)
        result["messages"] = from_list(lambda x: to_class(BranchMessage, x), self.messages)
        result["own_leaf"] = from_int(self.own_leaf)
        result["states"] = from_list(lambda x: to_class(BranchState, x), self.states)
        if self.before is not None:
            result["before"] = from_union([lambda x: from_dict(lambda x: to_enum(BranchDisposition, x), x), from_none], self.before)
        return result


@dataclass
class ConvergenceTest:
    """One test."""

    comment: str
    """One sentence."""

    flags: List[str]
    """At least one key of `notes`; one test shows one thing."""

    id: str
    """Stable id: topic prefix and four digits."""

    input: ConvergenceInput
    """Input."""

    result: Outcome
    """What is demanded."""

    expect: Optional[ConvergenceExpect] = None
    """Of a valid test; all members are compared."""

    expected_by_policy: Optional[Dict[str, ConvergenceAnswer]] = None
    """Of a policy test: by policy id."""

    now: Optional[int] = None
    """Unix seconds of the judgement, where it is not the group's."""

    parent: Optional[str] = None
    """The valid test that this invalid or deferred one is like, but for what its flag names; a
    `group-event` test with another `after` is elsewhere in the story, too.
    """
    reason: Optional[Reason] = None
    """Of an invalid or deferred test."""

    reasons_any: Optional[List[Reason]] = None
    """Instead of `reason` where the order of checks is free; all of one stage."""

    stage: Optional[Stage] = None
    """Of an invalid or deferred test: the stage of its reason."""

    tag: Optional[str] = None
    """The tag that a tag reason is about, also one in `expected_by_policy` or `expect`."""

    verified_by: Optional[List[StackVoice]] = None
    """Stacks that passed this test when it was emitted; of an invalid test, those that refused
    it for the stated reason.
    """
    x_refused_by: Optional[List[StackVoice]] = None
    """Stacks that refused this invalid test and did not say why. Not read back."""

    @staticmethod
    def from_dict(obj: Any) -> 'ConvergenceTest':
        assert isinstance(obj, dict)
        comment = from_str(obj.get("comment"))
        flags = from_list(from_str, obj.get("flags"))
        id = from_str(obj.get("id"))
        input = ConvergenceInput.from_dict(obj.get("input"))
        result = Outcome(obj.get("result"))
        expect = from_union([ConvergenceExpect.from_dict, from_none], obj.get("expect"))
        expected_by_policy = from_union([lambda x: from_dict(ConvergenceAnswer.from_dict, x), from_none], obj.get("expected_by_policy"))
        now = from_union([from_int, from_none], obj.get("now"))
        parent = from_union([from_str, from_none], obj.get("parent"))
        reason = from_union([Reason, from_none], obj.get("reason"))
        reasons_any = from_union([lambda x: from_list(Reason, x), from_none], obj.get("reasons_any"))
        stage = from_union([Stage, from_none], obj.get("stage"))
        tag = from_union([from_str, from_none], obj.get("tag"))
        verified_by = from_union([lambda x: from_list(StackVoice.from_dict, x), from_none], obj.get("verified_by"))
        x_refused_by = from_union([lambda x: from_list(StackVoice.from_dict, x), from_none], obj.get("x_refused_by"))
        return ConvergenceTest(comment, flags, id, input, result, expect, expected_by_policy, now, parent, reason, reasons_any, stage, tag, verified_by, x_refused_by)

    def to_dict(self) -> dict:
        result: dict = {}
        result["comment"] = from_str(self.comment)
        result["flags"] = from_list(from_str, self.flags)
        result["id"] = from_str(self.id)
        result["input"] = to_class(ConvergenceInput, self.input)
        result["result"] = to_enum(Outcome, self.result)
        if self.expect is not None:
            result["expect"] = from_union([lambda x: to_class(ConvergenceExpect, x), from_none], self.expect)
        if self.expected_by_policy is not None:
            result["expected_by_policy"] = from_union([lambda x: from_dict(lambda x: to_class(ConvergenceAnswer, x), x), from_none], self.expected_by_policy)
        if self.now is not None:
            result["now"] = from_union([from_int, from_none], self.now)
        if self.parent is not None:
            result["parent"] = from_union([from_str, from_none], self.parent)
        if self.reason is not None:
            result["reason"] = from_union([lambda x: to_enum(Reason, x), from_none], self.reason)
        if self.reasons_any is not None:
            result["reasons_any"] = from_union([lambda x: from_list(lambda x: to_enum(Reason, x), x), from_none], self.reasons_any)
        if self.stage is not None:
            result["stage"] = from_union([lambda x: to_enum(Stage, x), from_none], self.stage)
        if self.tag is not None:
            result["tag"] = from_union([from_str, from_none], self.tag)
        if self.verified_by is not None:
            result["verified_by"] = from_union([lambda x: from_list(lambda x: to_class(StackVoice, x), x), from_none], self.verified_by)
        if self.x_refused_by is not None:
            result["x_refused_by"] = from_union([lambda x: from_list(lambda x: to_class(StackVoice, x), x), from_none], self.x_refused_by)
        return result


@dataclass
class ConvergenceGroup:
    """Tests that share a time."""

    now: int
    """Unix seconds of the judgement."""

    tests: List[ConvergenceTest]
    """Tests."""

    @staticmethod
    def from_dict(obj: Any) -> 'ConvergenceGroup':
        assert isinstance(obj, dict)
        now = from_int(obj.get("now"))
        tests = from_list(ConvergenceTest.from_dict, obj.get("tests"))
        return ConvergenceGroup(now, tests)

    def to_dict(self) -> dict:
        result: dict = {}
        result["now"] = from_int(self.now)
        result["tests"] = from_list(lambda x: to_class(ConvergenceTest, x), self.tests)
        return result


@dataclass
class ConvergenceFile:
    """One vector file: one topic, one profile."""

    format: str
    """`marmot-vectors/1`"""

    generator: Generator
    """What wrote the file."""

    groups: List[ConvergenceGroup]
    """Tests that share a time."""

    notes: Dict[str, Note]
    """What the flags mean."""

    profile: str
    """Wire profile."""

    spec: Spec
    """The text that is tested."""

    suite_version: str
    """Version of the set."""

    synthetic_secrets: bool
    """Every private key in the file was made for it."""

    test_count: int
    """Number of tests."""

    topic: str
    """Topic; decides the members of `input` and `expect`."""

    @staticmethod
    def from_dict(obj: Any) -> 'ConvergenceFile':
        assert isinstance(obj, dict)
        format = from_str(obj.get("format"))
        generator = Generator.from_dict(obj.get("generator"))
        groups = from_list(ConvergenceGroup.from_dict, obj.get("groups"))
        notes = from_dict(Note.from_dict, obj.get("notes"))
        profile = from_str(obj.get("profile"))
        spec = Spec.from_dict(obj.get("spec"))
        suite_version = from_str(obj.get("suite_version"))
        synthetic_secrets = from_bool(obj.get("synthetic_secrets"))
        test_count = from_int(obj.get("test_count"))
        topic = from_str(obj.get("topic"))
        return ConvergenceFile(format, generator, groups, notes, profile, spec, suite_version, synthetic_secrets, test_count, topic)

    def to_dict(self) -> dict:
        result: dict = {}
        result["format"] = from_str(self.format)
        result["generator"] = to_class(Generator, self.generator)
        result["groups"] = from_list(lambda x: to_class(ConvergenceGroup, x), self.groups)
        result["notes"] = from_dict(lambda x: to_class(Note, x), self.notes)
        result["profile"] = from_str(self.profile)
        result["spec"] = to_class(Spec, self.spec)
        result["suite_version"] = from_str(self.suite_version)
        result["synthetic_secrets"] = from_bool(self.synthetic_secrets)
        result["test_count"] = from_int(self.test_count)
        result["topic"] = from_str(self.topic)
        return result


@dataclass
class ExporterExpect:
    """Of a valid test; all members are compared.
    
    The secret and its intermediate values (RFC 9420 section 8.5).
    
    It succeeds.
    """
    context_hash: str
    """`Hash(context)`."""

    secret: str
    """`ExpandWithLabel(derived_secret, "exported", context_hash, length)`."""

    derived_secret: Optional[str] = None
    """`DeriveSecret(exporter_secret, label)`, where the exporter secret is given."""

    @staticmethod
    def from_dict(obj: Any) -> 'ExporterExpect':
        assert isinstance(obj, dict)
        context_hash = from_str(obj.get("context_hash"))
        secret = from_str(obj.get("secret"))
        derived_secret = from_union([from_str, from_none], obj.get("derived_secret"))
        return ExporterExpect(context_hash, secret, derived_secret)

    def to_dict(self) -> dict:
        result: dict = {}
        result["context_hash"] = from_str(self.context_hash)
        result["secret"] = from_str(self.secret)
        if self.derived_secret is not None:
            result["derived_secret"] = from_union([from_str, from_none], self.derived_secret)
        return result


@dataclass
class ExporterAnswer:
    """What is expected under one policy.
    
    Of a valid test; all members are compared.
    
    The secret and its intermediate values (RFC 9420 section 8.5).
    
    It succeeds.
    
    It fails.
    """
    context_hash: Optional[str] = None
    """`Hash(context)`."""

    derived_secret: Optional[str] = None
    """`DeriveSecret(exporter_secret, label)`, where the exporter secret is given."""

    secret: Optional[str] = None
    """`ExpandWithLabel(derived_secret, "exported", context_hash, length)`."""

    reason: Optional[Reason] = None
    """Why."""

    stage: Optional[Stage] = None
    """The stage of the reason."""

    @staticmethod
    def from_dict(obj: Any) -> 'ExporterAnswer':
        assert isinstance(obj, dict)
        context_hash = from_union([from_str, from_none], obj.get("context_hash"))
        derived_secret = from_union([from_str, from_none], obj.get("derived_secret"))
        secret = from_union([from_str, from_none], obj.get("secret"))
        reason = from_union([Reason, from_none], obj.get("reason"))
        stage = from_union([Stage, from_none], obj.get("stage"))
        return ExporterAnswer(context_hash, derived_secret, secret, reason, stage)

    def to_dict(self) -> dict:
        result: dict = {}
        if self.context_hash is not None:
            result["context_hash"] = from_union([from_str, from_none], self.context_hash)
        if self.derived_secret is not None:
            result["derived_secret"] = from_union([from_str, from_none], self.derived_secret)
        if self.secret is not None:
            result["secret"] = from_union([from_str, from_none], self.secret)
        if self.reason is not None:
            result["reason"] = from_union([lambda x: to_enum(Reason, x), from_none], self.reason)
        if self.stage is not None:
            result["stage"] = from_union([lambda x: to_enum(Stage, x), from_none], self.stage)
        return result


@dataclass
class ExporterInput:
    """Input.
    
    Where the secret comes from, and what is exported.
    """
    context: str
    """Context bytes."""

    label: str
    """Label, text; its length with the eight bytes that MLS puts before it is below 64."""

    length: int
    """Length of the secret in bytes; HKDF with SHA-256 gives no more than 255 hashes."""

    after: Optional[str] = None
    """Instead: the `welcome-join` test, after all of its `then`, in whose group the joiner
    exports; or the valid `group-event` test after
    whose event its reader does.
    """
    exporter_secret: Optional[str] = None
    """The epoch's exporter secret, 32 bytes."""

    @staticmethod
    def from_dict(obj: Any) -> 'ExporterInput':
        assert isinstance(obj, dict)
        context = from_str(obj.get("context"))
        label = from_str(obj.get("label"))
        length = from_int(obj.get("length"))
        after = from_union([from_str, from_none], obj.get("after"))
        exporter_secret = from_union([from_str, from_none], obj.get("exporter_secret"))
        return ExporterInput(context, label, length, after, exporter_secret)

    def to_dict(self) -> dict:
        result: dict = {}
        result["context"] = from_str(self.context)
        result["label"] = from_str(self.label)
        result["length"] = from_int(self.length)
        if self.after is not None:
            result["after"] = from_union([from_str, from_none], self.after)
        if self.exporter_secret is not None:
            result["exporter_secret"] = from_union([from_str, from_none], self.exporter_secret)
        return result


@dataclass
class ExporterTest:
    """One test."""

    comment: str
    """One sentence."""

    flags: List[str]
    """At least one key of `notes`; one test shows one thing."""

    id: str
    """Stable id: topic prefix and four digits."""

    input: ExporterInput
    """Input."""

    result: Outcome
    """What is demanded."""

    expect: Optional[ExporterExpect] = None
    """Of a valid test; all members are compared."""

    expected_by_policy: Optional[Dict[str, ExporterAnswer]] = None
    """Of a policy test: by policy id."""

    now: Optional[int] = None
    """Unix seconds of the judgement, where it is not the group's."""

    parent: Optional[str] = None
    """The valid test that this invalid or deferred one is like, but for what its flag names; a
    `group-event` test with another `after` is elsewhere in the story, too.
    """
    reason: Optional[Reason] = None
    """Of an invalid or deferred test."""

    reasons_any: Optional[List[Reason]] = None
    """Instead of `reason` where the order of checks is free; all of one stage."""

    stage: Optional[Stage] = None
    """Of an invalid or deferred test: the stage of its reason."""

    tag: Optional[str] = None
    """The tag that a tag reason is about, also one in `expected_by_policy` or `expect`."""

    verified_by: Optional[List[StackVoice]] = None
    """Stacks that passed this test when it was emitted; of an invalid test, those that refused
    it for the stated reason.
    """
    x_refused_by: Optional[List[StackVoice]] = None
    """Stacks that refused this invalid test and did not say why. Not read back."""

    @staticmethod
    def from_dict(obj: Any) -> 'ExporterTest':
        assert isinstance(obj, dict)
        comment = from_str(obj.get("comment"))
        flags = from_list(from_str, obj.get("flags"))
        id = from_str(obj.get("id"))
        input = ExporterInput.from_dict(obj.get("input"))
        result = Outcome(obj.get("result"))
        expect = from_union([ExporterExpect.from_dict, from_none], obj.get("expect"))
        expected_by_policy = from_union([lambda x: from_dict(ExporterAnswer.from_dict, x), from_none], obj.get("expected_by_policy"))
        now = from_union([from_int, from_none], obj.get("now"))
        parent = from_union([from_str, from_none], obj.get("parent"))
        reason = from_union([Reason, from_none], obj.get("reason"))
        reasons_any = from_union([lambda x: from_list(Reason, x), from_none], obj.get("reasons_any"))
        stage = from_union([Stage, from_none], obj.get("stage"))
        tag = from_union([from_str, from_none], obj.get("tag"))
        verified_by = from_union([lambda x: from_list(StackVoice.from_dict, x), from_none], obj.get("verified_by"))
        x_refused_by = from_union([lambda x: from_list(StackVoice.from_dict, x), from_none], obj.get("x_refused_by"))
        return ExporterTest(comment, flags, id, input, result, expect, expected_by_policy, now, parent, reason, reasons_any, stage, tag, verified_by, x_refused_by)

    def to_dict(self) -> dict:
        result: dict = {}
        result["comment"] = from_str(self.comment)
        result["flags"] = from_list(from_str, self.flags)
        result["id"] = from_str(self.id)
        result["input"] = to_class(ExporterInput, self.input)
        result["result"] = to_enum(Outcome, self.result)
        if self.expect is not None:
            result["expect"] = from_union([lambda x: to_class(ExporterExpect, x), from_none], self.expect)
        if self.expected_by_policy is not None:
            result["expected_by_policy"] = from_union([lambda x: from_dict(lambda x: to_class(ExporterAnswer, x), x), from_none], self.expected_by_policy)
        if self.now is not None:
            result["now"] = from_union([from_int, from_none], self.now)
        if self.parent is not None:
            result["parent"] = from_union([from_str, from_none], self.parent)
        if self.reason is not None:
            result["reason"] = from_union([lambda x: to_enum(Reason, x), from_none], self.reason)
        if self.reasons_any is not None:
            result["reasons_any"] = from_union([lambda x: from_list(lambda x: to_enum(Reason, x), x), from_none], self.reasons_any)
        if self.stage is not None:
            result["stage"] = from_union([lambda x: to_enum(Stage, x), from_none], self.stage)
        if self.tag is not None:
            result["tag"] = from_union([from_str, from_none], self.tag)
        if self.verified_by is not None:
            result["verified_by"] = from_union([lambda x: from_list(lambda x: to_class(StackVoice, x), x), from_none], self.verified_by)
        if self.x_refused_by is not None:
            result["x_refused_by"] = from_union([lambda x: from_list(lambda x: to_class(StackVoice, x), x), from_none], self.x_refused_by)
        return result


@dataclass
class ExporterGroup:
    """Tests that share a time."""

    now: int
    """Unix seconds of the judgement."""

    tests: List[ExporterTest]
    """Tests."""

    @staticmethod
    def from_dict(obj: Any) -> 'ExporterGroup':
        assert isinstance(obj, dict)
        now = from_int(obj.get("now"))
        tests = from_list(ExporterTest.from_dict, obj.get("tests"))
        return ExporterGroup(now, tests)

    def to_dict(self) -> dict:
        result: dict = {}
        result["now"] = from_int(self.now)
        result["tests"] = from_list(lambda x: to_class(ExporterTest, x), self.tests)
        return result


@dataclass
class ExporterFile:
    """One vector file: one topic, one profile."""

    format: str
    """`marmot-vectors/1`"""

    generator: Generator
    """What wrote the file."""

    groups: List[ExporterGroup]
    """Tests that share a time."""

    notes: Dict[str, Note]
    """What the flags mean."""

    profile: str
    """Wire profile."""

    spec: Spec
    """The text that is tested."""

    suite_version: str
    """Version of the set."""

    synthetic_secrets: bool
    """Every private key in the file was made for it."""

    test_count: int
    """Number of tests."""

    topic: str
    """Topic; decides the members of `input` and `expect`."""

    @staticmethod
    def from_dict(obj: Any) -> 'ExporterFile':
        assert isinstance(obj, dict)
        format = from_str(obj.get("format"))
        generator = Generator.from_dict(obj.get("generator"))
        groups = from_list(ExporterGroup.from_dict, obj.get("groups"))
        notes = from_dict(Note.from_dict, obj.get("notes"))
        profile = from_str(obj.get("profile"))
        spec = Spec.from_dict(obj.get("spec"))
        suite_version = from_str(obj.get("suite_version"))
        synthetic_secrets = from_bool(obj.get("synthetic_secrets"))
        test_count = from_int(obj.get("test_count"))
        topic = from_str(obj.get("topic"))
        return ExporterFile(format, generator, groups, notes, profile, spec, suite_version, synthetic_secrets, test_count, topic)

    def to_dict(self) -> dict:
        result: dict = {}
        result["format"] = from_str(self.format)
        result["generator"] = to_class(Generator, self.generator)
        result["groups"] = from_list(lambda x: to_class(ExporterGroup, x), self.groups)
        result["notes"] = from_dict(lambda x: to_class(Note, x), self.notes)
        result["profile"] = from_str(self.profile)
        result["spec"] = to_class(Spec, self.spec)
        result["suite_version"] = from_str(self.suite_version)
        result["synthetic_secrets"] = from_bool(self.synthetic_secrets)
        result["test_count"] = from_int(self.test_count)
        result["topic"] = from_str(self.topic)
        return result


class ContentType(Enum):
    """What the MLS message carries.
    
    What an MLS message carries.
    
    Application data.
    
    A Commit.
    
    A proposal that stands alone.
    """
    APPLICATION = "application"
    COMMIT = "commit"
    PROPOSAL = "proposal"


@dataclass
class Rumor:
    """The application message.
    
    The same without signature, as it travels inside a seal. A `sig` is a fault and stands
    only in tests of that fault.
    
    The Welcome that names the joiner's KeyPackage.
    
    The rumor.
    """
    content: str
    """Content."""

    created_at: int
    """Unix seconds."""

    id: str
    """SHA-256 of the NIP-01 serialisation, hex."""

    kind: int
    """Kind."""

    pubkey: str
    """X-only public key of the author, hex."""

    tags: List[List[str]]
    """Rows of strings; each has a name at least."""

    sig: Optional[str] = None
    """Only in a rumor that is wrong."""

    @staticmethod
    def from_dict(obj: Any) -> 'Rumor':
        assert isinstance(obj, dict)
        content = from_str(obj.get("content"))
        created_at = from_int(obj.get("created_at"))
        id = from_str(obj.get("id"))
        kind = from_int(obj.get("kind"))
        pubkey = from_str(obj.get("pubkey"))
        tags = from_list(lambda x: from_list(from_str, x), obj.get("tags"))
        sig = from_union([from_str, from_none], obj.get("sig"))
        return Rumor(content, created_at, id, kind, pubkey, tags, sig)

    def to_dict(self) -> dict:
        result: dict = {}
        result["content"] = from_str(self.content)
        result["created_at"] = from_int(self.created_at)
        result["id"] = from_str(self.id)
        result["kind"] = from_int(self.kind)
        result["pubkey"] = from_str(self.pubkey)
        result["tags"] = from_list(lambda x: from_list(from_str, x), self.tags)
        if self.sig is not None:
            result["sig"] = from_union([from_str, from_none], self.sig)
        return result


@dataclass
class GroupEventExpect:
    """Of a valid test; all members are compared.
    
    What is inside.
    
    It succeeds.
    
    Of `outer`.
    
    Of `full`.
    """
    mls_message: Optional[str] = None
    """`MLSMessage`."""

    account: Optional[str] = None
    """Account of that leaf, hex."""

    content_type: Optional[ContentType] = None
    """What the MLS message carries."""

    epoch: Optional[int] = None
    """Epoch in which it was sent."""

    rumor: Optional[Rumor] = None
    """The application message."""

    sender_leaf: Optional[int] = None
    """Leaf that sent it."""

    @staticmethod
    def from_dict(obj: Any) -> 'GroupEventExpect':
        assert isinstance(obj, dict)
        mls_message = from_union([from_str, from_none], obj.get("mls_message"))
        account = from_union([from_str, from_none], obj.get("account"))
        content_type = from_union([ContentType, from_none], obj.get("content_type"))
        epoch = from_union([from_int, from_none], obj.get("epoch"))
        rumor = from_union([Rumor.from_dict, from_none], obj.get("rumor"))
        sender_leaf = from_union([from_int, from_none], obj.get("sender_leaf"))
        return GroupEventExpect(mls_message, account, content_type, epoch, rumor, sender_leaf)

    def to_dict(self) -> dict:
        result: dict = {}
        if self.mls_message is not None:
            result["mls_message"] = from_union([from_str, from_none], self.mls_message)
        if self.account is not None:
            result["account"] = from_union([from_str, from_none], self.account)
        if self.content_type is not None:
            result["content_type"] = from_union([lambda x: to_enum(ContentType, x), from_none], self.content_type)
        if self.epoch is not None:
            result["epoch"] = from_union([from_int, from_none], self.epoch)
        if self.rumor is not None:
            result["rumor"] = from_union([lambda x: to_class(Rumor, x), from_none], self.rumor)
        if self.sender_leaf is not None:
            result["sender_leaf"] = from_union([from_int, from_none], self.sender_leaf)
        return result


@dataclass
class GroupEventAnswer:
    """What is expected under one policy.
    
    Of `outer`.
    
    Of `full`.
    
    It fails.
    """
    mls_message: Optional[str] = None
    """`MLSMessage`."""

    account: Optional[str] = None
    """Account of that leaf, hex."""

    content_type: Optional[ContentType] = None
    """What the MLS message carries."""

    epoch: Optional[int] = None
    """Epoch in which it was sent."""

    rumor: Optional[Rumor] = None
    """The application message."""

    sender_leaf: Optional[int] = None
    """Leaf that sent it."""

    reason: Optional[Reason] = None
    """Why."""

    stage: Optional[Stage] = None
    """The stage of the reason."""

    @staticmethod
    def from_dict(obj: Any) -> 'GroupEventAnswer':
        assert isinstance(obj, dict)
        mls_message = from_union([from_str, from_none], obj.get("mls_message"))
        account = from_union([from_str, from_none], obj.get("account"))
        content_type = from_union([ContentType, from_none], obj.get("content_type"))
        epoch = from_union([from_int, from_none], obj.get("epoch"))
        rumor = from_union([Rumor.from_dict, from_none], obj.get("rumor"))
        sender_leaf = from_union([from_int, from_none], obj.get("sender_leaf"))
        reason = from_union([Reason, from_none], obj.get("reason"))
        stage = from_union([Stage, from_none], obj.get("stage"))
        return GroupEventAnswer(mls_message, account, content_type, epoch, rumor, sender_leaf, reason, stage)

    def to_dict(self) -> dict:
        result: dict = {}
        if self.mls_message is not None:
            result["mls_message"] = from_union([from_str, from_none], self.mls_message)
        if self.account is not None:
            result["account"] = from_union([from_str, from_none], self.account)
        if self.content_type is not None:
            result["content_type"] = from_union([lambda x: to_enum(ContentType, x), from_none], self.content_type)
        if self.epoch is not None:
            result["epoch"] = from_union([from_int, from_none], self.epoch)
        if self.rumor is not None:
            result["rumor"] = from_union([lambda x: to_class(Rumor, x), from_none], self.rumor)
        if self.sender_leaf is not None:
            result["sender_leaf"] = from_union([from_int, from_none], self.sender_leaf)
        if self.reason is not None:
            result["reason"] = from_union([lambda x: to_enum(Reason, x), from_none], self.reason)
        if self.stage is not None:
            result["stage"] = from_union([lambda x: to_enum(Stage, x), from_none], self.stage)
        return result


@dataclass
class Event:
    """Kind 445.
    
    A NIP-01 event. Nothing about it is checked by being read.
    
    As it came from a relay.
    
    The event that published it, for clients that look it up by the id in `e`.
    
    A kind 1059 event.
    """
    content: str
    """Content."""

    created_at: int
    """Unix seconds."""

    id: str
    """SHA-256 of the NIP-01 serialisation, hex."""

    kind: int
    """Kind."""

    pubkey: str
    """X-only public key of the author, hex."""

    sig: str
    """BIP-340 signature over the id, hex."""

    tags: List[List[str]]
    """Rows of strings; each has a name at least."""

    @staticmethod
    def from_dict(obj: Any) -> 'Event':
        assert isinstance(obj, dict)
        content = from_str(obj.get("content"))
        created_at = from_int(obj.get("created_at"))
        id = from_str(obj.get("id"))
        kind = from_int(obj.get("kind"))
        pubkey = from_str(obj.get("pubkey"))
        sig = from_str(obj.get("sig"))
        tags = from_list(lambda x: from_list(from_str, x), obj.get("tags"))
        return Event(content, created_at, id, kind, pubkey, sig, tags)

    def to_dict(self) -> dict:
        result: dict = {}
        result["content"] = from_str(self.content)
        result["created_at"] = from_int(self.created_at)
        result["id"] = from_str(self.id)
        result["kind"] = from_int(self.kind)
        result["pubkey"] = from_str(self.pubkey)
        result["sig"] = from_str(self.sig)
        result["tags"] = from_list(lambda x: from_list(from_str, x), self.tags)
        return result


class Layer(Enum):
    FULL = "full"
    OUTER = "outer"


@dataclass
class GroupEventInput:
    """Input.
    
    An event, and either the key of its outer encryption or a member that can read it.
    
    Needs only the key.
    
    Continues from another test.
    """
    event: Event
    """Kind 445."""

    layer: Layer
    group_event_key: Optional[str] = None
    """`MLS-Exporter("marmot", "group-event", 32)` of the epoch."""

    after: Optional[str] = None
    """Id of a `welcome-join` test: its joiner reads, after all of its `then`. Or of a valid
    `full` test of this file: whoever reads
    there has read its event too.
    """

    @staticmethod
    def from_dict(obj: Any) -> 'GroupEventInput':
        assert isinstance(obj, dict)
        event = Event.from_dict(obj.get("event"))
        layer = Layer(obj.get("layer"))
        group_event_key = from_union([from_str, from_none], obj.get("group_event_key"))
        after = from_union([from_str, from_none], obj.get("after"))
        return GroupEventInput(event, layer, group_event_key, after)

    def to_dict(self) -> dict:
        result: dict = {}
        result["event"] = to_class(Event, self.event)
        result["layer"] = to_enum(Layer, self.layer)
        if self.group_event_key is not None:
            result["group_event_key"] = from_union([from_str, from_none], self.group_event_key)
        if self.after is not None:
            result["after"] = from_union([from_str, from_none], self.after)
        return result


@dataclass
class GroupEventTest:
    """One test."""

    comment: str
    """One sentence."""

    flags: List[str]
    """At least one key of `notes`; one test shows one thing."""

    id: str
    """Stable id: topic prefix and four digits."""

    input: GroupEventInput
    """Input."""

    result: Outcome
    """What is demanded."""

    expect: Optional[GroupEventExpect] = None
    """Of a valid test; all members are compared."""

    expected_by_policy: Optional[Dict[str, GroupEventAnswer]] = None
    """Of a policy test: by policy id."""

    now: Optional[int] = None
    """Unix seconds of the judgement, where it is not the group's."""

    parent: Optional[str] = None
    """The valid test that this invalid or deferred one is like, but for what its flag names; a
    `group-event` test with another `after` is elsewhere in the story, too.
    """
    reason: Optional[Reason] = None
    """Of an invalid or deferred test."""

    reasons_any: Optional[List[Reason]] = None
    """Instead of `reason` where the order of checks is free; all of one stage."""

    stage: Optional[Stage] = None
    """Of an invalid or deferred test: the stage of its reason."""

    tag: Optional[str] = None
    """The tag that a tag reason is about, also one in `expected_by_policy` or `expect`."""

    verified_by: Optional[List[StackVoice]] = None
    """Stacks that passed this test when it was emitted; of an invalid test, those that refused
    it for the stated reason.
    """
    x_refused_by: Optional[List[StackVoice]] = None
    """Stacks that refused this invalid test and did not say why. Not read back."""

    @staticmethod
    def from_dict(obj: Any) -> 'GroupEventTest':
        assert isinstance(obj, dict)
        comment = from_str(obj.get("comment"))
        flags = from_list(from_str, obj.get("flags"))
        id = from_str(obj.get("id"))
        input = GroupEventInput.from_dict(obj.get("input"))
        result = Outcome(obj.get("result"))
        expect = from_union([GroupEventExpect.from_dict, from_none], obj.get("expect"))
        expected_by_policy = from_union([lambda x: from_dict(GroupEventAnswer.from_dict, x), from_none], obj.get("expected_by_policy"))
        now = from_union([from_int, from_none], obj.get("now"))
        parent = from_union([from_str, from_none], obj.get("parent"))
        reason = from_union([Reason, from_none], obj.get("reason"))
        reasons_any = from_union([lambda x: from_list(Reason, x), from_none], obj.get("reasons_any"))
        stage = from_union([Stage, from_none], obj.get("stage"))
        tag = from_union([from_str, from_none], obj.get("tag"))
        verified_by = from_union([lambda x: from_list(StackVoice.from_dict, x), from_none], obj.get("verified_by"))
        x_refused_by = from_union([lambda x: from_list(StackVoice.from_dict, x), from_none], obj.get("x_refused_by"))
        return GroupEventTest(comment, flags, id, input, result, expect, expected_by_policy, now, parent, reason, reasons_any, stage, tag, verified_by, x_refused_by)

    def to_dict(self) -> dict:
        result: dict = {}
        result["comment"] = from_str(self.comment)
        result["flags"] = from_list(from_str, self.flags)
        result["id"] = from_str(self.id)
        result["input"] = to_class(GroupEventInput, self.input)
        result["result"] = to_enum(Outcome, self.result)
        if self.expect is not None:
            result["expect"] = from_union([lambda x: to_class(GroupEventExpect, x), from_none], self.expect)
        if self.expected_by_policy is not None:
            result["expected_by_policy"] = from_union([lambda x: from_dict(lambda x: to_class(GroupEventAnswer, x), x), from_none], self.expected_by_policy)
        if self.now is not None:
            result["now"] = from_union([from_int, from_none], self.now)
        if self.parent is not None:
            result["parent"] = from_union([from_str, from_none], self.parent)
        if self.reason is not None:
            result["reason"] = from_union([lambda x: to_enum(Reason, x), from_none], self.reason)
        if self.reasons_any is not None:
            result["reasons_any"] = from_union([lambda x: from_list(lambda x: to_enum(Reason, x), x), from_none], self.reasons_any)
        if self.stage is not None:
            result["stage"] = from_union([lambda x: to_enum(Stage, x), from_none], self.stage)
        if self.tag is not None:
            result["tag"] = from_union([from_str, from_none], self.tag)
        if self.verified_by is not None:
            result["verified_by"] = from_union([lambda x: from_list(lambda x: to_class(StackVoice, x), x), from_none], self.verified_by)
        if self.x_refused_by is not None:
            result["x_refused_by"] = from_union([lambda x: from_list(lambda x: to_class(StackVoice, x), x), from_none], self.x_refused_by)
        return result


@dataclass
class GroupEventGroup:
    """Tests that share a time."""

    now: int
    """Unix seconds of the judgement."""

    tests: List[GroupEventTest]
    """Tests."""

    @staticmethod
    def from_dict(obj: Any) -> 'GroupEventGroup':
        assert isinstance(obj, dict)
        now = from_int(obj.get("now"))
        tests = from_list(GroupEventTest.from_dict, obj.get("tests"))
        return GroupEventGroup(now, tests)

    def to_dict(self) -> dict:
        result: dict = {}
        result["now"] = from_int(self.now)
        result["tests"] = from_list(lambda x: to_class(GroupEventTest, x), self.tests)
        return result


@dataclass
class GroupEventFile:
    """One vector file: one topic, one profile."""

    format: str
    """`marmot-vectors/1`"""

    generator: Generator
    """What wrote the file."""

    groups: List[GroupEventGroup]
    """Tests that share a time."""

    notes: Dict[str, Note]
    """What the flags mean."""

    profile: str
    """Wire profile."""

    spec: Spec
    """The text that is tested."""

    suite_version: str
    """Version of the set."""

    synthetic_secrets: bool
    """Every private key in the file was made for it."""

    test_count: int
    """Number of tests."""

    topic: str
    """Topic; decides the members of `input` and `expect`."""

    @staticmethod
    def from_dict(obj: Any) -> 'GroupEventFile':
        assert isinstance(obj, dict)
        format = from_str(obj.get("format"))
        generator = Generator.from_dict(obj.get("generator"))
        groups = from_list(GroupEventGroup.from_dict, obj.get("groups"))
        notes = from_dict(Note.from_dict, obj.get("notes"))
        profile = from_str(obj.get("profile"))
        spec = Spec.from_dict(obj.get("spec"))
        suite_version = from_str(obj.get("suite_version"))
        synthetic_secrets = from_bool(obj.get("synthetic_secrets"))
        test_count = from_int(obj.get("test_count"))
        topic = from_str(obj.get("topic"))
        return GroupEventFile(format, generator, groups, notes, profile, spec, suite_version, synthetic_secrets, test_count, topic)

    def to_dict(self) -> dict:
        result: dict = {}
        result["format"] = from_str(self.format)
        result["generator"] = to_class(Generator, self.generator)
        result["groups"] = from_list(lambda x: to_class(GroupEventGroup, x), self.groups)
        result["notes"] = from_dict(lambda x: to_class(Note, x), self.notes)
        result["profile"] = from_str(self.profile)
        result["spec"] = to_class(Spec, self.spec)
        result["suite_version"] = from_str(self.suite_version)
        result["synthetic_secrets"] = from_bool(self.synthetic_secrets)
        result["test_count"] = from_int(self.test_count)
        result["topic"] = from_str(self.topic)
        return result


@dataclass
class KeyPackageEventExpect:
    """Of a valid test; all members are compared.
    
    What a reader takes out of it.
    
    It succeeds.
    """
    account: str
    """Author and credential, hex."""

    cipher_suite: int
    """Cipher suite."""

    extensions: List[int]
    """Extension types in the capabilities, ascending, without GREASE."""

    last_resort: bool
    """Whether it may be used more than once."""

    lifetime: List[int]
    """`not_before` and `not_after` in Unix seconds."""

    proposals: List[int]
    """Proposal types in the capabilities, ascending, without GREASE."""

    ref: str
    """KeyPackageRef."""

    signature_key: str
    """Public key of the leaf."""

    slot: Optional[str] = None
    """The `d` tag of a kind 30443 event, else null."""

    @staticmethod
    def from_dict(obj: Any) -> 'KeyPackageEventExpect':
        assert isinstance(obj, dict)
        account = from_str(obj.get("account"))
        cipher_suite = from_int(obj.get("cipher_suite"))
        extensions = from_list(from_int, obj.get("extensions"))
        last_resort = from_bool(obj.get("last_resort"))
        lifetime = from_list(from_int, obj.get("lifetime"))
        proposals = from_list(from_int, obj.get("proposals"))
        ref = from_str(obj.get("ref"))
        signature_key = from_str(obj.get("signature_key"))
        slot = from_union([from_none, from_str], obj.get("slot"))
        return KeyPackageEventExpect(account, cipher_suite, extensions, last_resort, lifetime, proposals, ref, signature_key, slot)

    def to_dict(self) -> dict:
        result: dict = {}
        result["account"] = from_str(self.account)
        result["cipher_suite"] = from_int(self.cipher_suite)
        result["extensions"] = from_list(from_int, self.extensions)
        result["last_resort"] = from_bool(self.last_resort)
        result["lifetime"] = from_list(from_int, self.lifetime)
        result["proposals"] = from_list(from_int, self.proposals)
        result["ref"] = from_str(self.ref)
        result["signature_key"] = from_str(self.signature_key)
        result["slot"] = from_union([from_none, from_str], self.slot)
        return result


@dataclass
class KeyPackageEventAnswer:
    """What is expected under one policy.
    
    Of a valid test; all members are compared.
    
    What a reader takes out of it.
    
    It succeeds.
    
    It fails.
    """
    account: Optional[str] = None
    """Author and credential, hex."""

    cipher_suite: Optional[int] = None
    """Cipher suite."""

    extensions: Optional[List[int]] = None
    """Extension types in the capabilities, ascending, without GREASE."""

    last_resort: Optional[bool] = None
    """Whether it may be used more than once."""

    lifetime: Optional[List[int]] = None
    """`not_before` and `not_after` in Unix seconds."""

    proposals: Optional[List[int]] = None
    """Proposal types in the capabilities, ascending, without GREASE."""

    ref: Optional[str] = None
    """KeyPackageRef."""

    signature_key: Optional[str] = None
    """Public key of the leaf."""

    slot: Optional[str] = None
    """The `d` tag of a kind 30443 event, else null."""

    reason: Optional[Reason] = None
    """Why."""

    stage: Optional[Stage] = None
    """The stage of the reason."""

    @staticmethod
    def from_dict(obj: Any) -> 'KeyPackageEventAnswer':
        assert isinstance(obj, dict)
        account = from_union([from_str, from_none], obj.get("account"))
        cipher_suite = from_union([from_int, from_none], obj.get("cipher_suite"))
        extensions = from_union([lambda x: from_list(from_int, x), from_none], obj.get("extensions"))
        last_resort = from_union([from_bool, from_none], obj.get("last_resort"))
        lifetime = from_union([lambda x: from_list(from_int, x), from_none], obj.get("lifetime"))
        proposals = from_union([lambda x: from_list(from_int, x), from_none], obj.get("proposals"))
        ref = from_union([from_str, from_none], obj.get("ref"))
        signature_key = from_union([from_str, from_none], obj.get("signature_key"))
        slot = from_union([from_none, from_str], obj.get("slot"))
        reason = from_union([Reason, from_none], obj.get("reason"))
        stage = from_union([Stage, from_none], obj.get("stage"))
        return KeyPackageEventAnswer(account, cipher_suite, extensions, last_resort, lifetime, proposals, ref, signature_key, slot, reason, stage)

    def to_dict(self) -> dict:
        result: dict = {}
        if self.account is not None:
            result["account"] = from_union([from_str, from_none], self.account)
        if self.cipher_suite is not None:
            result["cipher_suite"] = from_union([from_int, from_none], self.cipher_suite)
        if self.extensions is not None:
            result["extensions"] = from_union([lambda x: from_list(from_int, x), from_none], self.extensions)
        if self.last_resort is not None:
            result["last_resort"] = from_union([from_bool, from_none], self.last_resort)
        if self.lifetime is not None:
            result["lifetime"] = from_union([lambda x: from_list(from_int, x), from_none], self.lifetime)
        if self.proposals is not None:
            result["proposals"] = from_union([lambda x: from_list(from_int, x), from_none], self.proposals)
        if self.ref is not None:
            result["ref"] = from_union([from_str, from_none], self.ref)
        if self.signature_key is not None:
            result["signature_key"] = from_union([from_str, from_none], self.signature_key)
        if self.slot is not None:
            result["slot"] = from_union([from_none, from_str], self.slot)
        if self.reason is not None:
            result["reason"] = from_union([lambda x: to_enum(Reason, x), from_none], self.reason)
        if self.stage is not None:
            result["stage"] = from_union([lambda x: to_enum(Stage, x), from_none], self.stage)
        return result


@dataclass
class KeyPackageEventInput:
    """Input.
    
    The event.
    """
    event: Event
    """As it came from a relay."""

    @staticmethod
    def from_dict(obj: Any) -> 'KeyPackageEventInput':
        assert isinstance(obj, dict)
        event = Event.from_dict(obj.get("event"))
        return KeyPackageEventInput(event)

    def to_dict(self) -> dict:
        result: dict = {}
        result["event"] = to_class(Event, self.event)
        return result


@dataclass
class KeyPackageEventTest:
    """One test."""

    comment: str
    """One sentence."""

    flags: List[str]
    """At least one key of `notes`; one test shows one thing."""

    id: str
    """Stable id: topic prefix and four digits."""

    input: KeyPackageEventInput
    """Input."""

    result: Outcome
    """What is demanded."""

    expect: Optional[KeyPackageEventExpect] = None
    """Of a valid test; all members are compared."""

    expected_by_policy: Optional[Dict[str, KeyPackageEventAnswer]] = None
    """Of a policy test: by policy id."""

    now: Optional[int] = None
    """Unix seconds of the judgement, where it is not the group's."""

    parent: Optional[str] = None
    """The valid test that this invalid or deferred one is like, but for what its flag names; a
    `group-event` test with another `after` is elsewhere in the story, too.
    """
    reason: Optional[Reason] = None
    """Of an invalid or deferred test."""

    reasons_any: Optional[List[Reason]] = None
    """Instead of `reason` where the order of checks is free; all of one stage."""

    stage: Optional[Stage] = None
    """Of an invalid or deferred test: the stage of its reason."""

    tag: Optional[str] = None
    """The tag that a tag reason is about, also one in `expected_by_policy` or `expect`."""

    verified_by: Optional[List[StackVoice]] = None
    """Stacks that passed this test when it was emitted; of an invalid test, those that refused
    it for the stated reason.
    """
    x_refused_by: Optional[List[StackVoice]] = None
    """Stacks that refused this invalid test and did not say why. Not read back."""

    @staticmethod
    def from_dict(obj: Any) -> 'KeyPackageEventTest':
        assert isinstance(obj, dict)
        comment = from_str(obj.get("comment"))
        flags = from_list(from_str, obj.get("flags"))
        id = from_str(obj.get("id"))
        input = KeyPackageEventInput.from_dict(obj.get("input"))
        result = Outcome(obj.get("result"))
        expect = from_union([KeyPackageEventExpect.from_dict, from_none], obj.get("expect"))
        expected_by_policy = from_union([lambda x: from_dict(KeyPackageEventAnswer.from_dict, x), from_none], obj.get("expected_by_policy"))
        now = from_union([from_int, from_none], obj.get("now"))
        parent = from_union([from_str, from_none], obj.get("parent"))
        reason = from_union([Reason, from_none], obj.get("reason"))
        reasons_any = from_union([lambda x: from_list(Reason, x), from_none], obj.get("reasons_any"))
        stage = from_union([Stage, from_none], obj.get("stage"))
        tag = from_union([from_str, from_none], obj.get("tag"))
        verified_by = from_union([lambda x: from_list(StackVoice.from_dict, x), from_none], obj.get("verified_by"))
        x_refused_by = from_union([lambda x: from_list(StackVoice.from_dict, x), from_none], obj.get("x_refused_by"))
        return KeyPackageEventTest(comment, flags, id, input, result, expect, expected_by_policy, now, parent, reason, reasons_any, stage, tag, verified_by, x_refused_by)

    def to_dict(self) -> dict:
        result: dict = {}
        result["comment"] = from_str(self.comment)
        result["flags"] = from_list(from_str, self.flags)
        result["id"] = from_str(self.id)
        result["input"] = to_class(KeyPackageEventInput, self.input)
        result["result"] = to_enum(Outcome, self.result)
        if self.expect is not None:
            result["expect"] = from_union([lambda x: to_class(KeyPackageEventExpect, x), from_none], self.expect)
        if self.expected_by_policy is not None:
            result["expected_by_policy"] = from_union([lambda x: from_dict(lambda x: to_class(KeyPackageEventAnswer, x), x), from_none], self.expected_by_policy)
        if self.now is not None:
            result["now"] = from_union([from_int, from_none], self.now)
        if self.parent is not None:
            result["parent"] = from_union([from_str, from_none], self.parent)
        if self.reason is not None:
            result["reason"] = from_union([lambda x: to_enum(Reason, x), from_none], self.reason)
        if self.reasons_any is not None:
            result["reasons_any"] = from_union([lambda x: from_list(lambda x: to_enum(Reason, x), x), from_none], self.reasons_any)
        if self.stage is not None:
            result["stage"] = from_union([lambda x: to_enum(Stage, x), from_none], self.stage)
        if self.tag is not None:
            result["tag"] = from_union([from_str, from_none], self.tag)
        if self.verified_by is not None:
            result["verified_by"] = from_union([lambda x: from_list(lambda x: to_class(StackVoice, x), x), from_none], self.verified_by)
        if self.x_refused_by is not None:
            result["x_refused_by"] = from_union([lambda x: from_list(lambda x: to_class(StackVoice, x), x), from_none], self.x_refused_by)
        return result


@dataclass
class KeyPackageEventGroup:
    """Tests that share a time."""

    now: int
    """Unix seconds of the judgement."""

    tests: List[KeyPackageEventTest]
    """Tests."""

    @staticmethod
    def from_dict(obj: Any) -> 'KeyPackageEventGroup':
        assert isinstance(obj, dict)
        now = from_int(obj.get("now"))
        tests = from_list(KeyPackageEventTest.from_dict, obj.get("tests"))
        return KeyPackageEventGroup(now, tests)

    def to_dict(self) -> dict:
        result: dict = {}
        result["now"] = from_int(self.now)
        result["tests"] = from_list(lambda x: to_class(KeyPackageEventTest, x), self.tests)
        return result


@dataclass
class KeyPackageEventFile:
    """One vector file: one topic, one profile."""

    format: str
    """`marmot-vectors/1`"""

    generator: Generator
    """What wrote the file."""

    groups: List[KeyPackageEventGroup]
    """Tests that share a time."""

    notes: Dict[str, Note]
    """What the flags mean."""

    profile: str
    """Wire profile."""

    spec: Spec
    """The text that is tested."""

    suite_version: str
    """Version of the set."""

    synthetic_secrets: bool
    """Every private key in the file was made for it."""

    test_count: int
    """Number of tests."""

    topic: str
    """Topic; decides the members of `input` and `expect`."""

    @staticmethod
    def from_dict(obj: Any) -> 'KeyPackageEventFile':
        assert isinstance(obj, dict)
        format = from_str(obj.get("format"))
        generator = Generator.from_dict(obj.get("generator"))
        groups = from_list(KeyPackageEventGroup.from_dict, obj.get("groups"))
        notes = from_dict(Note.from_dict, obj.get("notes"))
        profile = from_str(obj.get("profile"))
        spec = Spec.from_dict(obj.get("spec"))
        suite_version = from_str(obj.get("suite_version"))
        synthetic_secrets = from_bool(obj.get("synthetic_secrets"))
        test_count = from_int(obj.get("test_count"))
        topic = from_str(obj.get("topic"))
        return KeyPackageEventFile(format, generator, groups, notes, profile, spec, suite_version, synthetic_secrets, test_count, topic)

    def to_dict(self) -> dict:
        result: dict = {}
        result["format"] = from_str(self.format)
        result["generator"] = to_class(Generator, self.generator)
        result["groups"] = from_list(lambda x: to_class(KeyPackageEventGroup, x), self.groups)
        result["notes"] = from_dict(lambda x: to_class(Note, x), self.notes)
        result["profile"] = from_str(self.profile)
        result["spec"] = to_class(Spec, self.spec)
        result["suite_version"] = from_str(self.suite_version)
        result["synthetic_secrets"] = from_bool(self.synthetic_secrets)
        result["test_count"] = from_int(self.test_count)
        result["topic"] = from_str(self.topic)
        return result


@dataclass
class KeyPackageRefExpect:
    """Of a valid test; all members are compared.
    
    The reference and how it came about.
    
    It succeeds.
    """
    key_package_raw: str
    """The bare KeyPackage."""

    preimage: str
    """What is hashed: label and KeyPackage, each with its length."""

    ref: str
    """SHA-256 of that."""

    @staticmethod
    def from_dict(obj: Any) -> 'KeyPackageRefExpect':
        assert isinstance(obj, dict)
        key_package_raw = from_str(obj.get("key_package_raw"))
        preimage = from_str(obj.get("preimage"))
        ref = from_str(obj.get("ref"))
        return KeyPackageRefExpect(key_package_raw, preimage, ref)

    def to_dict(self) -> dict:
        result: dict = {}
        result["key_package_raw"] = from_str(self.key_package_raw)
        result["preimage"] = from_str(self.preimage)
        result["ref"] = from_str(self.ref)
        return result


@dataclass
class KeyPackageRefAnswer:
    """What is expected under one policy.
    
    Of a valid test; all members are compared.
    
    The reference and how it came about.
    
    It succeeds.
    
    It fails.
    """
    key_package_raw: Optional[str] = None
    """The bare KeyPackage."""

    preimage: Optional[str] = None
    """What is hashed: label and KeyPackage, each with its length."""

    ref: Optional[str] = None
    """SHA-256 of that."""

    reason: Optional[Reason] = None
    """Why."""

    stage: Optional[Stage] = None
    """The stage of the reason."""

    @staticmethod
    def from_dict(obj: Any) -> 'KeyPackageRefAnswer':
        assert isinstance(obj, dict)
        key_package_raw = from_union([from_str, from_none], obj.get("key_package_raw"))
        preimage = from_union([from_str, from_none], obj.get("preimage"))
        ref = from_union([from_str, from_none], obj.get("ref"))
        reason = from_union([Reason, from_none], obj.get("reason"))
        stage = from_union([Stage, from_none], obj.get("stage"))
        return KeyPackageRefAnswer(key_package_raw, preimage, ref, reason, stage)

    def to_dict(self) -> dict:
        result: dict = {}
        if self.key_package_raw is not None:
            result["key_package_raw"] = from_union([from_str, from_none], self.key_package_raw)
        if self.preimage is not None:
            result["preimage"] = from_union([from_str, from_none], self.preimage)
        if self.ref is not None:
            result["ref"] = from_union([from_str, from_none], self.ref)
        if self.reason is not None:
            result["reason"] = from_union([lambda x: to_enum(Reason, x), from_none], self.reason)
        if self.stage is not None:
            result["stage"] = from_union([lambda x: to_enum(Stage, x), from_none], self.stage)
        return result


@dataclass
class KeyPackageRefInput:
    """Input.
    
    Either framing.
    """
    cipher_suite: int
    """Cipher suite, whose hash is used."""

    key_package: Optional[str] = None
    """`MLSMessage(mls_key_package)`."""

    key_package_raw: Optional[str] = None
    """The bare KeyPackage."""

    @staticmethod
    def from_dict(obj: Any) -> 'KeyPackageRefInput':
        assert isinstance(obj, dict)
        cipher_suite = from_int(obj.get("cipher_suite"))
        key_package = from_union([from_str, from_none], obj.get("key_package"))
        key_package_raw = from_union([from_str, from_none], obj.get("key_package_raw"))
        return KeyPackageRefInput(cipher_suite, key_package, key_package_raw)

    def to_dict(self) -> dict:
        result: dict = {}
        result["cipher_suite"] = from_int(self.cipher_suite)
        if self.key_package is not None:
            result["key_package"] = from_union([from_str, from_none], self.key_package)
        if self.key_package_raw is not None:
            result["key_package_raw"] = from_union([from_str, from_none], self.key_package_raw)
        return result


@dataclass
class KeyPackageRefTest:
    """One test."""

    comment: str
    """One sentence."""

    flags: List[str]
    """At least one key of `notes`; one test shows one thing."""

    id: str
    """Stable id: topic prefix and four digits."""

    input: KeyPackageRefInput
    """Input."""

    result: Outcome
    """What is demanded."""

    expect: Optional[KeyPackageRefExpect] = None
    """Of a valid test; all members are compared."""

    expected_by_policy: Optional[Dict[str, KeyPackageRefAnswer]] = None
    """Of a policy test: by policy id."""

    now: Optional[int] = None
    """Unix seconds of the judgement, where it is not the group's."""

    parent: Optional[str] = None
    """The valid test that this invalid or deferred one is like, but for what its flag names; a
    `group-event` test with another `after` is elsewhere in the story, too.
    """
    reason: Optional[Reason] = None
    """Of an invalid or deferred test."""

    reasons_any: Optional[List[Reason]] = None
    """Instead of `reason` where the order of checks is free; all of one stage."""

    stage: Optional[Stage] = None
    """Of an invalid or deferred test: the stage of its reason."""

    tag: Optional[str] = None
    """The tag that a tag reason is about, also one in `expected_by_policy` or `expect`."""

    verified_by: Optional[List[StackVoice]] = None
    """Stacks that passed this test when it was emitted; of an invalid test, those that refused
    it for the stated reason.
    """
    x_refused_by: Optional[List[StackVoice]] = None
    """Stacks that refused this invalid test and did not say why. Not read back."""

    @staticmethod
    def from_dict(obj: Any) -> 'KeyPackageRefTest':
        assert isinstance(obj, dict)
        comment = from_str(obj.get("comment"))
        flags = from_list(from_str, obj.get("flags"))
        id = from_str(obj.get("id"))
        input = KeyPackageRefInput.from_dict(obj.get("input"))
        result = Outcome(obj.get("result"))
        expect = from_union([KeyPackageRefExpect.from_dict, from_none], obj.get("expect"))
        expected_by_policy = from_union([lambda x: from_dict(KeyPackageRefAnswer.from_dict, x), from_none], obj.get("expected_by_policy"))
        now = from_union([from_int, from_none], obj.get("now"))
        parent = from_union([from_str, from_none], obj.get("parent"))
        reason = from_union([Reason, from_none], obj.get("reason"))
        reasons_any = from_union([lambda x: from_list(Reason, x), from_none], obj.get("reasons_any"))
        stage = from_union([Stage, from_none], obj.get("stage"))
        tag = from_union([from_str, from_none], obj.get("tag"))
        verified_by = from_union([lambda x: from_list(StackVoice.from_dict, x), from_none], obj.get("verified_by"))
        x_refused_by = from_union([lambda x: from_list(StackVoice.from_dict, x), from_none], obj.get("x_refused_by"))
        return KeyPackageRefTest(comment, flags, id, input, result, expect, expected_by_policy, now, parent, reason, reasons_any, stage, tag, verified_by, x_refused_by)

    def to_dict(self) -> dict:
        result: dict = {}
        result["comment"] = from_str(self.comment)
        result["flags"] = from_list(from_str, self.flags)
        result["id"] = from_str(self.id)
        result["input"] = to_class(KeyPackageRefInput, self.input)
        result["result"] = to_enum(Outcome, self.result)
        if self.expect is not None:
            result["expect"] = from_union([lambda x: to_class(KeyPackageRefExpect, x), from_none], self.expect)
        if self.expected_by_policy is not None:
            result["expected_by_policy"] = from_union([lambda x: from_dict(lambda x: to_class(KeyPackageRefAnswer, x), x), from_none], self.expected_by_policy)
        if self.now is not None:
            result["now"] = from_union([from_int, from_none], self.now)
        if self.parent is not None:
            result["parent"] = from_union([from_str, from_none], self.parent)
        if self.reason is not None:
            result["reason"] = from_union([lambda x: to_enum(Reason, x), from_none], self.reason)
        if self.reasons_any is not None:
            result["reasons_any"] = from_union([lambda x: from_list(lambda x: to_enum(Reason, x), x), from_none], self.reasons_any)
        if self.stage is not None:
            result["stage"] = from_union([lambda x: to_enum(Stage, x), from_none], self.stage)
        if self.tag is not None:
            result["tag"] = from_union([from_str, from_none], self.tag)
        if self.verified_by is not None:
            result["verified_by"] = from_union([lambda x: from_list(lambda x: to_class(StackVoice, x), x), from_none], self.verified_by)
        if self.x_refused_by is not None:
            result["x_refused_by"] = from_union([lambda x: from_list(lambda x: to_class(StackVoice, x), x), from_none], self.x_refused_by)
        return result


@dataclass
class KeyPackageRefGroup:
    """Tests that share a time."""

    now: int
    """Unix seconds of the judgement."""

    tests: List[KeyPackageRefTest]
    """Tests."""

    @staticmethod
    def from_dict(obj: Any) -> 'KeyPackageRefGroup':
        assert isinstance(obj, dict)
        now = from_int(obj.get("now"))
        tests = from_list(KeyPackageRefTest.from_dict, obj.get("tests"))
        return KeyPackageRefGroup(now, tests)

    def to_dict(self) -> dict:
        result: dict = {}
        result["now"] = from_int(self.now)
        result["tests"] = from_list(lambda x: to_class(KeyPackageRefTest, x), self.tests)
        return result


@dataclass
class KeyPackageRefFile:
    """One vector file: one topic, one profile."""

    format: str
    """`marmot-vectors/1`"""

    generator: Generator
    """What wrote the file."""

    groups: List[KeyPackageRefGroup]
    """Tests that share a time."""

    notes: Dict[str, Note]
    """What the flags mean."""

    profile: str
    """Wire profile."""

    spec: Spec
    """The text that is tested."""

    suite_version: str
    """Version of the set."""

    synthetic_secrets: bool
    """Every private key in the file was made for it."""

    test_count: int
    """Number of tests."""

    topic: str
    """Topic; decides the members of `input` and `expect`."""

    @staticmethod
    def from_dict(obj: Any) -> 'KeyPackageRefFile':
        assert isinstance(obj, dict)
        format = from_str(obj.get("format"))
        generator = Generator.from_dict(obj.get("generator"))
        groups = from_list(KeyPackageRefGroup.from_dict, obj.get("groups"))
        notes = from_dict(Note.from_dict, obj.get("notes"))
        profile = from_str(obj.get("profile"))
        spec = Spec.from_dict(obj.get("spec"))
        suite_version = from_str(obj.get("suite_version"))
        synthetic_secrets = from_bool(obj.get("synthetic_secrets"))
        test_count = from_int(obj.get("test_count"))
        topic = from_str(obj.get("topic"))
        return KeyPackageRefFile(format, generator, groups, notes, profile, spec, suite_version, synthetic_secrets, test_count, topic)

    def to_dict(self) -> dict:
        result: dict = {}
        result["format"] = from_str(self.format)
        result["generator"] = to_class(Generator, self.generator)
        result["groups"] = from_list(lambda x: to_class(KeyPackageRefGroup, x), self.groups)
        result["notes"] = from_dict(lambda x: to_class(Note, x), self.notes)
        result["profile"] = from_str(self.profile)
        result["spec"] = to_class(Spec, self.spec)
        result["suite_version"] = from_str(self.suite_version)
        result["synthetic_secrets"] = from_bool(self.synthetic_secrets)
        result["test_count"] = from_int(self.test_count)
        result["topic"] = from_str(self.topic)
        return result


class Exclusion(Enum):
    """Why a selection left an event out: the reasons of the selection policies."""

    ALREADY_IN_TREE = "already_in_tree"
    BAD_ENCODING = "bad_encoding"
    BAD_MLS = "bad_mls"
    BAD_PROOF = "bad_proof"
    BAD_SIGNATURE = "bad_signature"
    BEYOND_QUERY_LIMIT = "beyond_query_limit"
    DUPLICATE_REF = "duplicate_ref"
    DUPLICATE_SIGNATURE_KEY = "duplicate_signature_key"
    FUTURE_DATED = "future_dated"
    IDENTITY_MISMATCH = "identity_mismatch"
    INCOMPATIBLE = "incompatible"
    LIFETIME_EARLY = "lifetime_early"
    LIFETIME_EXPIRED = "lifetime_expired"
    LIFETIME_MISSING = "lifetime_missing"
    LIFETIME_TOO_LONG = "lifetime_too_long"
    LOOKUP_ABORTED = "lookup_aborted"
    LOST_RANKING = "lost_ranking"
    LOST_TIE = "lost_tie"
    MALFORMED_SHAPE = "malformed_shape"
    OVER_CAP = "over_cap"
    REF_MISMATCH = "ref_mismatch"
    SLOT_SUPPRESSED = "slot_suppressed"
    STALE = "stale"
    SUPERSEDED_IN_GROUP = "superseded_in_group"
    SUPERSEDED_IN_SLOT = "superseded_in_slot"
    UNTAGGED_COLLAPSED = "untagged_collapsed"
    WRONG_AUTHOR = "wrong_author"
    WRONG_KIND = "wrong_kind"


@dataclass
class KeyPackageSelectExpect:
    """Of a valid test; all members are compared.
    
    Who is picked, and why everybody else is not.
    
    It succeeds.
    """
    excluded: Dict[str, Exclusion]
    """Reason by label, for all others."""

    selected: List[str]
    """Labels in the order in which they go into the MLS call."""

    @staticmethod
    def from_dict(obj: Any) -> 'KeyPackageSelectExpect':
        assert isinstance(obj, dict)
        excluded = from_dict(Exclusion, obj.get("excluded"))
        selected = from_list(from_str, obj.get("selected"))
        return KeyPackageSelectExpect(excluded, selected)

    def to_dict(self) -> dict:
        result: dict = {}
        result["excluded"] = from_dict(lambda x: to_enum(Exclusion, x), self.excluded)
        result["selected"] = from_list(from_str, self.selected)
        return result


@dataclass
class KeyPackageSelectAnswer:
    """What is expected under one policy.
    
    Of a valid test; all members are compared.
    
    Who is picked, and why everybody else is not.
    
    It succeeds.
    
    It fails.
    """
    excluded: Optional[Dict[str, Exclusion]] = None
    """Reason by label, for all others."""

    selected: Optional[List[str]] = None
    """Labels in the order in which they go into the MLS call."""

    reason: Optional[Reason] = None
    """Why."""

    stage: Optional[Stage] = None
    """The stage of the reason."""

    @staticmethod
    def from_dict(obj: Any) -> 'KeyPackageSelectAnswer':
        assert isinstance(obj, dict)
        excluded = from_union([lambda x: from_dict(Exclusion, x), from_none], obj.get("excluded"))
        selected = from_union([lambda x: from_list(from_str, x), from_none], obj.get("selected"))
        reason = from_union([Reason, from_none], obj.get("reason"))
        stage = from_union([Stage, from_none], obj.get("stage"))
        return KeyPackageSelectAnswer(excluded, selected, reason, stage)

    def to_dict(self) -> dict:
        result: dict = {}
        if self.excluded is not None:
            result["excluded"] = from_union([lambda x: from_dict(lambda x: to_enum(Exclusion, x), x), from_none], self.excluded)
        if self.selected is not None:
            result["selected"] = from_union([lambda x: from_list(from_str, x), from_none], self.selected)
        if self.reason is not None:
            result["reason"] = from_union([lambda x: to_enum(Reason, x), from_none], self.reason)
        if self.stage is not None:
            result["stage"] = from_union([lambda x: to_enum(Stage, x), from_none], self.stage)
        return result


@dataclass
class Requirements:
    """What the group requires."""

    cipher_suite: int
    """Cipher suite."""

    extensions: List[int]
    """Extension types that every leaf must support."""

    proposals: List[int]
    """Proposal types that every leaf must support."""

    @staticmethod
    def from_dict(obj: Any) -> 'Requirements':
        assert isinstance(obj, dict)
        cipher_suite = from_int(obj.get("cipher_suite"))
        extensions = from_list(from_int, obj.get("extensions"))
        proposals = from_list(from_int, obj.get("proposals"))
        return Requirements(cipher_suite, extensions, proposals)

    def to_dict(self) -> dict:
        result: dict = {}
        result["cipher_suite"] = from_int(self.cipher_suite)
        result["extensions"] = from_list(from_int, self.extensions)
        result["proposals"] = from_list(from_int, self.proposals)
        return result


@dataclass
class KeyPackageSelectInput:
    """Input.
    
    What an inviter has in front of it.
    """
    account: str
    """The account that is to be invited, hex."""

    events: Dict[str, Event]
    """Events by label."""

    members: List[str]
    """Accounts that are members already, hex, once per leaf."""

    orders: List[List[str]]
    """Orders in which they may arrive; all must lead to one answer."""

    requirements: Requirements
    """What the group requires."""

    views: Optional[Dict[str, List[str]]] = None
    """How the events lie on relays: labels by relay."""

    @staticmethod
    def from_dict(obj: Any) -> 'KeyPackageSelectInput':
        assert isinstance(obj, dict)
        account = from_str(obj.get("account"))
        events = from_dict(Event.from_dict, obj.get("events"))
        members = from_list(from_str, obj.get("members"))
        orders = from_list(lambda x: from_list(from_str, x), obj.get("orders"))
        requirements = Requirements.from_dict(obj.get("requirements"))
        views = from_union([lambda x: from_dict(lambda x: from_list(from_str, x), x), from_none], obj.get("views"))
        return KeyPackageSelectInput(account, events, members, orders, requirements, views)

    def to_dict(self) -> dict:
        result: dict = {}
        result["account"] = from_str(self.account)
        result["events"] = from_dict(lambda x: to_class(Event, x), self.events)
        result["members"] = from_list(from_str, self.members)
        result["orders"] = from_list(lambda x: from_list(from_str, x), self.orders)
        result["requirements"] = to_class(Requirements, self.requirements)
        if self.views is not None:
            result["views"] = from_union([lambda x: from_dict(lambda x: from_list(from_str, x), x), from_none], self.views)
        return result


@dataclass
class KeyPackageSelectTest:
    """One test."""

    comment: str
    """One sentence."""

    flags: List[str]
    """At least one key of `notes`; one test shows one thing."""

    id: str
    """Stable id: topic prefix and four digits."""

    input: KeyPackageSelectInput
    """Input."""

    result: Outcome
    """What is demanded."""

    expect: Optional[KeyPackageSelectExpect] = None
    """Of a valid test; all members are compared."""

    expected_by_policy: Optional[Dict[str, KeyPackageSelectAnswer]] = None
    """Of a policy test: by policy id."""

    now: Optional[int] = None
    """Unix seconds of the judgement, where it is not the group's."""

    parent: Optional[str] = None
    """The valid test that this invalid or deferred one is like, but for what its flag names; a
    `group-event` test with another `after` is elsewhere in the story, too.
    """
    reason: Optional[Reason] = None
    """Of an invalid or deferred test."""

    reasons_any: Optional[List[Reason]] = None
    """Instead of `reason` where the order of checks is free; all of one stage."""

    stage: Optional[Stage] = None
    """Of an invalid or deferred test: the stage of its reason."""

    tag: Optional[str] = None
    """The tag that a tag reason is about, also one in `expected_by_policy` or `expect`."""

    verified_by: Optional[List[StackVoice]] = None
    """Stacks that passed this test when it was emitted; of an invalid test, those that refused
    it for the stated reason.
    """
    x_refused_by: Optional[List[StackVoice]] = None
    """Stacks that refused this invalid test and did not say why. Not read back."""

    @staticmethod
    def from_dict(obj: Any) -> 'KeyPackageSelectTest':
        assert isinstance(obj, dict)
        comment = from_str(obj.get("comment"))
        flags = from_list(from_str, obj.get("flags"))
        id = from_str(obj.get("id"))
        input = KeyPackageSelectInput.from_dict(obj.get("input"))
        result = Outcome(obj.get("result"))
        expect = from_union([KeyPackageSelectExpect.from_dict, from_none], obj.get("expect"))
        expected_by_policy = from_union([lambda x: from_dict(KeyPackageSelectAnswer.from_dict, x), from_none], obj.get("expected_by_policy"))
        now = from_union([from_int, from_none], obj.get("now"))
        parent = from_union([from_str, from_none], obj.get("parent"))
        reason = from_union([Reason, from_none], obj.get("reason"))
        reasons_any = from_union([lambda x: from_list(Reason, x), from_none], obj.get("reasons_any"))
        stage = from_union([Stage, from_none], obj.get("stage"))
        tag = from_union([from_str, from_none], obj.get("tag"))
        verified_by = from_union([lambda x: from_list(StackVoice.from_dict, x), from_none], obj.get("verified_by"))
        x_refused_by = from_union([lambda x: from_list(StackVoice.from_dict, x), from_none], obj.get("x_refused_by"))
        return KeyPackageSelectTest(comment, flags, id, input, result, expect, expected_by_policy, now, parent, reason, reasons_any, stage, tag, verified_by, x_refused_by)

    def to_dict(self) -> dict:
        result: dict = {}
        result["comment"] = from_str(self.comment)
        result["flags"] = from_list(from_str, self.flags)
        result["id"] = from_str(self.id)
        result["input"] = to_class(KeyPackageSelectInput, self.input)
        result["result"] = to_enum(Outcome, self.result)
        if self.expect is not None:
            result["expect"] = from_union([lambda x: to_class(KeyPackageSelectExpect, x), from_none], self.expect)
        if self.expected_by_policy is not None:
            result["expected_by_policy"] = from_union([lambda x: from_dict(lambda x: to_class(KeyPackageSelectAnswer, x), x), from_none], self.expected_by_policy)
        if self.now is not None:
            result["now"] = from_union([from_int, from_none], self.now)
        if self.parent is not None:
            result["parent"] = from_union([from_str, from_none], self.parent)
        if self.reason is not None:
            result["reason"] = from_union([lambda x: to_enum(Reason, x), from_none], self.reason)
        if self.reasons_any is not None:
            result["reasons_any"] = from_union([lambda x: from_list(lambda x: to_enum(Reason, x), x), from_none], self.reasons_any)
        if self.stage is not None:
            result["stage"] = from_union([lambda x: to_enum(Stage, x), from_none], self.stage)
        if self.tag is not None:
            result["tag"] = from_union([from_str, from_none], self.tag)
        if self.verified_by is not None:
            result["verified_by"] = from_union([lambda x: from_list(lambda x: to_class(StackVoice, x), x), from_none], self.verified_by)
        if self.x_refused_by is not None:
            result["x_refused_by"] = from_union([lambda x: from_list(lambda x: to_class(StackVoice, x), x), from_none], self.x_refused_by)
        return result


@dataclass
class KeyPackageSelectGroup:
    """Tests that share a time."""

    now: int
    """Unix seconds of the judgement."""

    tests: List[KeyPackageSelectTest]
    """Tests."""

    @staticmethod
    def from_dict(obj: Any) -> 'KeyPackageSelectGroup':
        assert isinstance(obj, dict)
        now = from_int(obj.get("now"))
        tests = from_list(KeyPackageSelectTest.from_dict, obj.get("tests"))
        return KeyPackageSelectGroup(now, tests)

    def to_dict(self) -> dict:
        result: dict = {}
        result["now"] = from_int(self.now)
        result["tests"] = from_list(lambda x: to_class(KeyPackageSelectTest, x), self.tests)
        return result


@dataclass
class KeyPackageSelectFile:
    """One vector file: one topic, one profile."""

    format: str
    """`marmot-vectors/1`"""

    generator: Generator
    """What wrote the file."""

    groups: List[KeyPackageSelectGroup]
    """Tests that share a time."""

    notes: Dict[str, Note]
    """What the flags mean."""

    profile: str
    """Wire profile."""

    spec: Spec
    """The text that is tested."""

    suite_version: str
    """Version of the set."""

    synthetic_secrets: bool
    """Every private key in the file was made for it."""

    test_count: int
    """Number of tests."""

    topic: str
    """Topic; decides the members of `input` and `expect`."""

    @staticmethod
    def from_dict(obj: Any) -> 'KeyPackageSelectFile':
        assert isinstance(obj, dict)
        format = from_str(obj.get("format"))
        generator = Generator.from_dict(obj.get("generator"))
        groups = from_list(KeyPackageSelectGroup.from_dict, obj.get("groups"))
        notes = from_dict(Note.from_dict, obj.get("notes"))
        profile = from_str(obj.get("profile"))
        spec = Spec.from_dict(obj.get("spec"))
        suite_version = from_str(obj.get("suite_version"))
        synthetic_secrets = from_bool(obj.get("synthetic_secrets"))
        test_count = from_int(obj.get("test_count"))
        topic = from_str(obj.get("topic"))
        return KeyPackageSelectFile(format, generator, groups, notes, profile, spec, suite_version, synthetic_secrets, test_count, topic)

    def to_dict(self) -> dict:
        result: dict = {}
        result["format"] = from_str(self.format)
        result["generator"] = to_class(Generator, self.generator)
        result["groups"] = from_list(lambda x: to_class(KeyPackageSelectGroup, x), self.groups)
        result["notes"] = from_dict(lambda x: to_class(Note, x), self.notes)
        result["profile"] = from_str(self.profile)
        result["spec"] = to_class(Spec, self.spec)
        result["suite_version"] = from_str(self.suite_version)
        result["synthetic_secrets"] = from_bool(self.synthetic_secrets)
        result["test_count"] = from_int(self.test_count)
        result["topic"] = from_str(self.topic)
        return result


@dataclass
class FileEntry:
    """One vector file."""

    bytes: int
    """Number of bytes."""

    path: str
    """Path below the manifest, with `/`."""

    profile: str
    """Profile."""

    sha256: str
    """SHA-256 of the bytes."""

    test_count: int
    """Number of tests."""

    topic: str
    """Topic."""

    verified_by: Dict[str, int]
    """Stacks that passed tests of this file when it was emitted, and how many."""

    x_refused_by: Optional[Dict[str, int]] = None
    """Stacks that refused invalid tests without saying why, and how many. Not read back."""

    @staticmethod
    def from_dict(obj: Any) -> 'FileEntry':
        assert isinstance(obj, dict)
        bytes = from_int(obj.get("bytes"))
        path = from_str(obj.get("path"))
        profile = from_str(obj.get("profile"))
        sha256 = from_str(obj.get("sha256"))
        test_count = from_int(obj.get("test_count"))
        topic = from_str(obj.get("topic"))
        verified_by = from_dict(from_int, obj.get("verified_by"))
        x_refused_by = from_union([lambda x: from_dict(from_int, x), from_none], obj.get("x_refused_by"))
        return FileEntry(bytes, path, profile, sha256, test_count, topic, verified_by, x_refused_by)

    def to_dict(self) -> dict:
        result: dict = {}
        result["bytes"] = from_int(self.bytes)
        result["path"] = from_str(self.path)
        result["profile"] = from_str(self.profile)
        result["sha256"] = from_str(self.sha256)
        result["test_count"] = from_int(self.test_count)
        result["topic"] = from_str(self.topic)
        result["verified_by"] = from_dict(from_int, self.verified_by)
        if self.x_refused_by is not None:
            result["x_refused_by"] = from_union([lambda x: from_dict(from_int, x), from_none], self.x_refused_by)
        return result


@dataclass
class PolicyEntry:
    """A policy in words."""

    description: str
    """What it does."""

    source: str
    """The document or source it restates."""

    @staticmethod
    def from_dict(obj: Any) -> 'PolicyEntry':
        assert isinstance(obj, dict)
        description = from_str(obj.get("description"))
        source = from_str(obj.get("source"))
        return PolicyEntry(description, source)

    def to_dict(self) -> dict:
        result: dict = {}
        result["description"] = from_str(self.description)
        result["source"] = from_str(self.source)
        return result


@dataclass
class Retired:
    """A test that was wrong."""

    why: str
    """Why."""

    superseded_by: Optional[str] = None
    """The test that takes its place."""

    @staticmethod
    def from_dict(obj: Any) -> 'Retired':
        assert isinstance(obj, dict)
        why = from_str(obj.get("why"))
        superseded_by = from_union([from_str, from_none], obj.get("superseded_by"))
        return Retired(why, superseded_by)

    def to_dict(self) -> dict:
        result: dict = {}
        result["why"] = from_str(self.why)
        if self.superseded_by is not None:
            result["superseded_by"] = from_union([from_str, from_none], self.superseded_by)
        return result


@dataclass
class OtherFile:
    """A file that has another form than vector files."""

    bytes: int
    """Number of bytes."""

    path: str
    """Path below the manifest, with `/`."""

    sha256: str
    """SHA-256 of the bytes."""

    @staticmethod
    def from_dict(obj: Any) -> 'OtherFile':
        assert isinstance(obj, dict)
        bytes = from_int(obj.get("bytes"))
        path = from_str(obj.get("path"))
        sha256 = from_str(obj.get("sha256"))
        return OtherFile(bytes, path, sha256)

    def to_dict(self) -> dict:
        result: dict = {}
        result["bytes"] = from_int(self.bytes)
        result["path"] = from_str(self.path)
        result["sha256"] = from_str(self.sha256)
        return result


@dataclass
class Manifest:
    """The list of files."""

    files: List[FileEntry]
    """Vector files, by path."""

    format: str
    """`marmot-vectors-manifest/1`"""

    policies: Dict[str, PolicyEntry]
    """Policies that occur."""

    profiles: List[str]
    """Profiles that occur."""

    reasons_version: int
    """Version of the lists of reasons, stages, tags and policy ids."""

    retired: Dict[str, Retired]
    """Ids that are dead."""

    suite_version: str
    """Version of the set."""

    x_files: Optional[List[OtherFile]] = None
    """Files beside the vector files that do not have their form. Loaders need not know them."""

    @staticmethod
    def from_dict(obj: Any) -> 'Manifest':
        assert isinstance(obj, dict)
        files = from_list(FileEntry.from_dict, obj.get("files"))
        format = from_str(obj.get("format"))
        policies = from_dict(PolicyEntry.from_dict, obj.get("policies"))
        profiles = from_list(from_str, obj.get("profiles"))
        reasons_version = from_int(obj.get("reasons_version"))
        retired = from_dict(Retired.from_dict, obj.get("retired"))
        suite_version = from_str(obj.get("suite_version"))
        x_files = from_union([lambda x: from_list(OtherFile.from_dict, x), from_none], obj.get("x_files"))
        return Manifest(files, format, policies, profiles, reasons_version, retired, suite_version, x_files)

    def to_dict(self) -> dict:
        result: dict = {}
        result["files"] = from_list(lambda x: to_class(FileEntry, x), self.files)
        result["format"] = from_str(self.format)
        result["policies"] = from_dict(lambda x: to_class(PolicyEntry, x), self.policies)
        result["profiles"] = from_list(from_str, self.profiles)
        result["reasons_version"] = from_int(self.reasons_version)
        result["retired"] = from_dict(lambda x: to_class(Retired, x), self.retired)
        result["suite_version"] = from_str(self.suite_version)
        if self.x_files is not None:
            result["x_files"] = from_union([lambda x: from_list(lambda x: to_class(OtherFile, x), x), from_none], self.x_files)
        return result


@dataclass
class MemberCoalescingExpect:
    """Of a valid test; all members are compared.
    
    What a person should see.
    
    It succeeds.
    """
    is_direct: bool
    """Whether it is a conversation of two accounts, however many devices they have."""

    leaf_count: int
    """Leaves."""

    members: List[str]
    """Accounts, by their lowest leaf."""

    others: List[str]
    """Members without the own account."""

    siblings: List[int]
    """Further leaves of the own account, ascending."""

    @staticmethod
    def from_dict(obj: Any) -> 'MemberCoalescingExpect':
        assert isinstance(obj, dict)
        is_direct = from_bool(obj.get("is_direct"))
        leaf_count = from_int(obj.get("leaf_count"))
        members = from_list(from_str, obj.get("members"))
        others = from_list(from_str, obj.get("others"))
        siblings = from_list(from_int, obj.get("siblings"))
        return MemberCoalescingExpect(is_direct, leaf_count, members, others, siblings)

    def to_dict(self) -> dict:
        result: dict = {}
        result["is_direct"] = from_bool(self.is_direct)
        result["leaf_count"] = from_int(self.leaf_count)
        result["members"] = from_list(from_str, self.members)
        result["others"] = from_list(from_str, self.others)
        result["siblings"] = from_list(from_int, self.siblings)
        return result


@dataclass
class MemberCoalescingAnswer:
    """What is expected under one policy.
    
    Of a valid test; all members are compared.
    
    What a person should see.
    
    It succeeds.
    
    It fails.
    """
    is_direct: Optional[bool] = None
    """Whether it is a conversation of two accounts, however many devices they have."""

    leaf_count: Optional[int] = None
    """Leaves."""

    members: Optional[List[str]] = None
    """Accounts, by their lowest leaf."""

    others: Optional[List[str]] = None
    """Members without the own account."""

    siblings: Optional[List[int]] = None
    """Further leaves of the own account, ascending."""

    reason: Optional[Reason] = None
    """Why."""

    stage: Optional[Stage] = None
    """The stage of the reason."""

    @staticmethod
    def from_dict(obj: Any) -> 'MemberCoalescingAnswer':
        assert isinstance(obj, dict)
        is_direct = from_union([from_bool, from_none], obj.get("is_direct"))
        leaf_count = from_union([from_int, from_none], obj.get("leaf_count"))
        members = from_union([lambda x: from_list(from_str, x), from_none], obj.get("members"))
        others = from_union([lambda x: from_list(from_str, x), from_none], obj.get("others"))
        siblings = from_union([lambda x: from_list(from_int, x), from_none], obj.get("siblings"))
        reason = from_union([Reason, from_none], obj.get("reason"))
        stage = from_union([Stage, from_none], obj.get("stage"))
        return MemberCoalescingAnswer(is_direct, leaf_count, members, others, siblings, reason, stage)

    def to_dict(self) -> dict:
        result: dict = {}
        if self.is_direct is not None:
            result["is_direct"] = from_union([from_bool, from_none], self.is_direct)
        if self.leaf_count is not None:
            result["leaf_count"] = from_union([from_int, from_none], self.leaf_count)
        if self.members is not None:
            result["members"] = from_union([lambda x: from_list(from_str, x), from_none], self.members)
        if self.others is not None:
            result["others"] = from_union([lambda x: from_list(from_str, x), from_none], self.others)
        if self.siblings is not None:
            result["siblings"] = from_union([lambda x: from_list(from_int, x), from_none], self.siblings)
        if self.reason is not None:
            result["reason"] = from_union([lambda x: to_enum(Reason, x), from_none], self.reason)
        if self.stage is not None:
            result["stage"] = from_union([lambda x: to_enum(Stage, x), from_none], self.stage)
        return result


@dataclass
class MemberCoalescingInput:
    """Input.
    
    A tree.
    """
    leaves: List[List[Union[int, str]]]
    """Leaf index and account, in the order in which a library lists them."""

    own_leaf: int
    """The leaf of the device that looks."""

    @staticmethod
    def from_dict(obj: Any) -> 'MemberCoalescingInput':
        assert isinstance(obj, dict)
        leaves = from_list(lambda x: from_list(lambda x: from_union([from_int, from_str], x), x), obj.get("leaves"))
        own_leaf = from_int(obj.get("own_leaf"))
        return MemberCoalescingInput(leaves, own_leaf)

    def to_dict(self) -> dict:
        result: dict = {}
        result["leaves"] = from_list(lambda x: from_list(lambda x: from_union([from_int, from_str], x), x), self.leaves)
        result["own_leaf"] = from_int(self.own_leaf)
        return result


@dataclass
class MemberCoalescingTest:
    """One test."""

    comment: str
    """One sentence."""

    flags: List[str]
    """At least one key of `notes`; one test shows one thing."""

    id: str
    """Stable id: topic prefix and four digits."""

    input: MemberCoalescingInput
    """Input."""

    result: Outcome
    """What is demanded."""

    expect: Optional[MemberCoalescingExpect] = None
    """Of a valid test; all members are compared."""

    expected_by_policy: Optional[Dict[str, MemberCoalescingAnswer]] = None
    """Of a policy test: by policy id."""

    now: Optional[int] = None
    """Unix seconds of the judgement, where it is not the group's."""

    parent: Optional[str] = None
    """The valid test that this invalid or deferred one is like, but for what its flag names; a
    `group-event` test with another `after` is elsewhere in the story, too.
    """
    reason: Optional[Reason] = None
    """Of an invalid or deferred test."""

    reasons_any: Optional[List[Reason]] = None
    """Instead of `reason` where the order of checks is free; all of one stage."""

    stage: Optional[Stage] = None
    """Of an invalid or deferred test: the stage of its reason."""

    tag: Optional[str] = None
    """The tag that a tag reason is about, also one in `expected_by_policy` or `expect`."""

    verified_by: Optional[List[StackVoice]] = None
    """Stacks that passed this test when it was emitted; of an invalid test, those that refused
    it for the stated reason.
    """
    x_refused_by: Optional[List[StackVoice]] = None
    """Stacks that refused this invalid test and did not say why. Not read back."""

    @staticmethod
    def from_dict(obj: Any) -> 'MemberCoalescingTest':
        assert isinstance(obj, dict)
        comment = from_str(obj.get("comment"))
        flags = from_list(from_str, obj.get("flags"))
        id = from_str(obj.get("id"))
        input = MemberCoalescingInput.from_dict(obj.get("input"))
        result = Outcome(obj.get("result"))
        expect = from_union([MemberCoalescingExpect.from_dict, from_none], obj.get("expect"))
        expected_by_policy = from_union([lambda x: from_dict(MemberCoalescingAnswer.from_dict, x), from_none], obj.get("expected_by_policy"))
        now = from_union([from_int, from_none], obj.get("now"))
        parent = from_union([from_str, from_none], obj.get("parent"))
        reason = from_union([Reason, from_none], obj.get("reason"))
        reasons_any = from_union([lambda x: from_list(Reason, x), from_none], obj.get("reasons_any"))
        stage = from_union([Stage, from_none], obj.get("stage"))
        tag = from_union([from_str, from_none], obj.get("tag"))
        verified_by = from_union([lambda x: from_list(StackVoice.from_dict, x), from_none], obj.get("verified_by"))
        x_refused_by = from_union([lambda x: from_list(StackVoice.from_dict, x), from_none], obj.get("x_refused_by"))
        return MemberCoalescingTest(comment, flags, id, input, result, expect, expected_by_policy, now, parent, reason, reasons_any, stage, tag, verified_by, x_refused_by)

    def to_dict(self) -> dict:
        result: dict = {}
        result["comment"] = from_str(self.comment)
        result["flags"] = from_list(from_str, self.flags)
        result["id"] = from_str(self.id)
        result["input"] = to_class(MemberCoalescingInput, self.input)
        result["result"] = to_enum(Outcome, self.result)
        if self.expect is not None:
            result["expect"] = from_union([lambda x: to_class(MemberCoalescingExpect, x), from_none], self.expect)
        if self.expected_by_policy is not None:
            result["expected_by_policy"] = from_union([lambda x: from_dict(lambda x: to_class(MemberCoalescingAnswer, x), x), from_none], self.expected_by_policy)
        if self.now is not None:
            result["now"] = from_union([from_int, from_none], self.now)
        if self.parent is not None:
            result["parent"] = from_union([from_str, from_none], self.parent)
        if self.reason is not None:
            result["reason"] = from_union([lambda x: to_enum(Reason, x), from_none], self.reason)
        if self.reasons_any is not None:
            result["reasons_any"] = from_union([lambda x: from_list(lambda x: to_enum(Reason, x), x), from_none], self.reasons_any)
        if self.stage is not None:
            result["stage"] = from_union([lambda x: to_enum(Stage, x), from_none], self.stage)
        if self.tag is not None:
            result["tag"] = from_union([from_str, from_none], self.tag)
        if self.verified_by is not None:
            result["verified_by"] = from_union([lambda x: from_list(lambda x: to_class(StackVoice, x), x), from_none], self.verified_by)
        if self.x_refused_by is not None:
            result["x_refused_by"] = from_union([lambda x: from_list(lambda x: to_class(StackVoice, x), x), from_none], self.x_refused_by)
        return result


@dataclass
class MemberCoalescingGroup:
    """Tests that share a time."""

    now: int
    """Unix seconds of the judgement."""

    tests: List[MemberCoalescingTest]
    """Tests."""

    @staticmethod
    def from_dict(obj: Any) -> 'MemberCoalescingGroup':
        assert isinstance(obj, dict)
        now = from_int(obj.get("now"))
        tests = from_list(MemberCoalescingTest.from_dict, obj.get("tests"))
        return MemberCoalescingGroup(now, tests)

    def to_dict(self) -> dict:
        result: dict = {}
        result["now"] = from_int(self.now)
        result["tests"] = from_list(lambda x: to_class(MemberCoalescingTest, x), self.tests)
        return result


@dataclass
class MemberCoalescingFile:
    """One vector file: one topic, one profile."""

    format: str
    """`marmot-vectors/1`"""

    generator: Generator
    """What wrote the file."""

    groups: List[MemberCoalescingGroup]
    """Tests that share a time."""

    notes: Dict[str, Note]
    """What the flags mean."""

    profile: str
    """Wire profile."""

    spec: Spec
    """The text that is tested."""

    suite_version: str
    """Version of the set."""

    synthetic_secrets: bool
    """Every private key in the file was made for it."""

    test_count: int
    """Number of tests."""

    topic: str
    """Topic; decides the members of `input` and `expect`."""

    @staticmethod
    def from_dict(obj: Any) -> 'MemberCoalescingFile':
        assert isinstance(obj, dict)
        format = from_str(obj.get("format"))
        generator = Generator.from_dict(obj.get("generator"))
        groups = from_list(MemberCoalescingGroup.from_dict, obj.get("groups"))
        notes = from_dict(Note.from_dict, obj.get("notes"))
        profile = from_str(obj.get("profile"))
        spec = Spec.from_dict(obj.get("spec"))
        suite_version = from_str(obj.get("suite_version"))
        synthetic_secrets = from_bool(obj.get("synthetic_secrets"))
        test_count = from_int(obj.get("test_count"))
        topic = from_str(obj.get("topic"))
        return MemberCoalescingFile(format, generator, groups, notes, profile, spec, suite_version, synthetic_secrets, test_count, topic)

    def to_dict(self) -> dict:
        result: dict = {}
        result["format"] = from_str(self.format)
        result["generator"] = to_class(Generator, self.generator)
        result["groups"] = from_list(lambda x: to_class(MemberCoalescingGroup, x), self.groups)
        result["notes"] = from_dict(lambda x: to_class(Note, x), self.notes)
        result["profile"] = from_str(self.profile)
        result["spec"] = to_class(Spec, self.spec)
        result["suite_version"] = from_str(self.suite_version)
        result["synthetic_secrets"] = from_bool(self.synthetic_secrets)
        result["test_count"] = from_int(self.test_count)
        result["topic"] = from_str(self.topic)
        return result


@dataclass
class MinimalTest:
    """A test of another file with what that file says around it."""

    notes: Dict[str, Note]
    """What the flags mean."""

    now: int
    """Unix seconds of the judgement."""

    profile: str
    """Wire profile."""

    test: Dict[str, Any]
    """The test as it stands in its own file."""

    topic: str
    """Topic; decides the members of `input` and `expect`."""

    why: str
    """Why it was chosen."""

    @staticmethod
    def from_dict(obj: Any) -> 'MinimalTest':
        assert isinstance(obj, dict)
        notes = from_dict(Note.from_dict, obj.get("notes"))
        now = from_int(obj.get("now"))
        profile = from_str(obj.get("profile"))
        test = from_dict(lambda x: x, obj.get("test"))
        topic = from_str(obj.get("topic"))
        why = from_str(obj.get("why"))
        return MinimalTest(notes, now, profile, test, topic, why)

    def to_dict(self) -> dict:
        result: dict = {}
        result["notes"] = from_dict(lambda x: to_class(Note, x), self.notes)
        result["now"] = from_int(self.now)
        result["profile"] = from_str(self.profile)
        result["test"] = from_dict(lambda x: x, self.test)
        result["topic"] = from_str(self.topic)
        result["why"] = from_str(self.why)
        return result


@dataclass
class Minimal:
    """Tests to begin with, of all topics but those of the extra packs."""

    format: str
    """`marmot-vectors-minimal/1`"""

    policies: Dict[str, PolicyEntry]
    """Policies that occur."""

    suite_version: str
    """Version of the set."""

    synthetic_secrets: bool
    """Every private key in the file was made for it."""

    test_count: int
    """Number of tests."""

    tests: List[MinimalTest]
    """Tests. What `parent` and `after` name stands before."""

    @staticmethod
    def from_dict(obj: Any) -> 'Minimal':
        assert isinstance(obj, dict)
        format = from_str(obj.get("format"))
        policies = from_dict(PolicyEntry.from_dict, obj.get("policies"))
        suite_version = from_str(obj.get("suite_version"))
        synthetic_secrets = from_bool(obj.get("synthetic_secrets"))
        test_count = from_int(obj.get("test_count"))
        tests = from_list(MinimalTest.from_dict, obj.get("tests"))
        return Minimal(format, policies, suite_version, synthetic_secrets, test_count, tests)

    def to_dict(self) -> dict:
        result: dict = {}
        result["format"] = from_str(self.format)
        result["policies"] = from_dict(lambda x: to_class(PolicyEntry, x), self.policies)
        result["suite_version"] = from_str(self.suite_version)
        result["synthetic_secrets"] = from_bool(self.synthetic_secrets)
        result["test_count"] = from_int(self.test_count)
        result["tests"] = from_list(lambda x: to_class(MinimalTest, x), self.tests)
        return result


@dataclass
class RaceExpect:
    """Of a valid test; all members are compared.
    
    What is found.
    
    It succeeds.
    """
    always: List[str]
    """Properties of the form *always* that hold."""

    dead: int
    """Nobody can step on its selection."""

    fails: List[str]
    """Properties of the form *always* that do not hold."""

    fork_depth_max: int
    """The highest fork depth over all states."""

    lost: int
    """A step is opened by no living device of the other user."""

    quiescent: int
    """Those without any event but steps; the counts below are of them."""

    same_user_split: int
    """Living devices of one user select differently."""

    sometimes: List[str]
    """Properties of the form *sometimes* that some state has."""

    states: int
    """States that can be reached."""

    stuck: int
    """A living device can never process a node that exists."""

    users_differ: int
    """The two users, each of one mind, select differently."""

    @staticmethod
    def from_dict(obj: Any) -> 'RaceExpect':
        assert isinstance(obj, dict)
        always = from_list(from_str, obj.get("always"))
        dead = from_int(obj.get("dead"))
        fails = from_list(from_str, obj.get("fails"))
        fork_depth_max = from_int(obj.get("fork_depth_max"))
        lost = from_int(obj.get("lost"))
        quiescent = from_int(obj.get("quiescent"))
        same_user_split = from_int(obj.get("same_user_split"))
        sometimes = from_list(from_str, obj.get("sometimes"))
        states = from_int(obj.get("states"))
        stuck = from_int(obj.get("stuck"))
        users_differ = from_int(obj.get("users_differ"))
        return RaceExpect(always, dead, fails, fork_depth_max, lost, quiescent, same_user_split, sometimes, states, stuck, users_differ)

    def to_dict(self) -> dict:
        result: dict = {}
        result["always"] = from_list(from_str, self.always)
        result["dead"] = from_int(self.dead)
        result["fails"] = from_list(from_str, self.fails)
        result["fork_depth_max"] = from_int(self.fork_depth_max)
        result["lost"] = from_int(self.lost)
        result["quiescent"] = from_int(self.quiescent)
        result["same_user_split"] = from_int(self.same_user_split)
        result["sometimes"] = from_list(from_str, self.sometimes)
        result["states"] = from_int(self.states)
        result["stuck"] = from_int(self.stuck)
        result["users_differ"] = from_int(self.users_differ)
        return result


@dataclass
class RaceAnswer:
    """What is expected under one policy.
    
    Of a valid test; all members are compared.
    
    What is found.
    
    It succeeds.
    
    It fails.
    """
    always: Optional[List[str]] = None
    """Properties of the form *always* that hold."""

    dead: Optional[int] = None
    """Nobody can step on its selection."""

    fails: Optional[List[str]] = None
    """Properties of the form *always* that do not hold."""

    fork_depth_max: Optional[int] = None
    """The highest fork depth over all states."""

    lost: Optional[int] = None
    """A step is opened by no living device of the other user."""

    quiescent: Optional[int] = None
    """Those without any event but steps; the counts below are of them."""

    same_user_split: Optional[int] = None
    """Living devices of one user select differently."""

    sometimes: Optional[List[str]] = None
    """Properties of the form *sometimes* that some state has."""

    states: Optional[int] = None
    """States that can be reached."""

    stuck: Optional[int] = None
    """A living device can never process a node that exists."""

    users_differ: Optional[int] = None
    """The two users, each of one mind, select differently."""

    reason: Optional[Reason] = None
    """Why."""

    stage: Optional[Stage] = None
    """The stage of the reason."""

    @staticmethod
    def from_dict(obj: Any) -> 'RaceAnswer':
        assert isinstance(obj, dict)
        always = from_union([lambda x: from_list(from_str, x), from_none], obj.get("always"))
        dead = from_union([from_int, from_none], obj.get("dead"))
        fails = from_union([lambda x: from_list(from_str, x), from_none], obj.get("fails"))
        fork_depth_max = from_union([from_int, from_none], obj.get("fork_depth_max"))
        lost = from_union([from_int, from_none], obj.get("lost"))
        quiescent = from_union([from_int, from_none], obj.get("quiescent"))
        same_user_split = from_union([from_int, from_none], obj.get("same_user_split"))
        sometimes = from_union([lambda x: from_list(from_str, x), from_none], obj.get("sometimes"))
        states = from_union([from_int, from_none], obj.get("states"))
        stuck = from_union([from_int, from_none], obj.get("stuck"))
        users_differ = from_union([from_int, from_none], obj.get("users_differ"))
        reason = from_union([Reason, from_none], obj.get("reason"))
        stage = from_union([Stage, from_none], obj.get("stage"))
        return RaceAnswer(always, dead, fails, fork_depth_max, lost, quiescent, same_user_split, sometimes, states, stuck, users_differ, reason, stage)

    def to_dict(self) -> dict:
        result: dict = {}
        if self.always is not None:
            result["always"] = from_union([lambda x: from_list(from_str, x), from_none], self.always)
        if self.dead is not None:
            result["dead"] = from_union([from_int, from_none], self.dead)
        if self.fails is not None:
            result["fails"] = from_union([lambda x: from_list(from_str, x), from_none], self.fails)
        if self.fork_depth_max is not None:
            result["fork_depth_max"] = from_union([from_int, from_none], self.fork_depth_max)
        if self.lost is not None:
            result["lost"] = from_union([from_int, from_none], self.lost)
        if self.quiescent is not None:
            result["quiescent"] = from_union([from_int, from_none], self.quiescent)
        if self.same_user_split is not None:
            result["same_user_split"] = from_union([from_int, from_none], self.same_user_split)
        if self.sometimes is not None:
            result["sometimes"] = from_union([lambda x: from_list(from_str, x), from_none], self.sometimes)
        if self.states is not None:
            result["states"] = from_union([from_int, from_none], self.states)
        if self.stuck is not None:
            result["stuck"] = from_union([from_int, from_none], self.stuck)
        if self.users_differ is not None:
            result["users_differ"] = from_union([from_int, from_none], self.users_differ)
        if self.reason is not None:
            result["reason"] = from_union([lambda x: to_enum(Reason, x), from_none], self.reason)
        if self.stage is not None:
            result["stage"] = from_union([lambda x: to_enum(Stage, x), from_none], self.stage)
        return result


class RatchetModel(Enum):
    """The machine that runs.
    
    That of the topic `tree`.
    """
    TREE = "tree"


class RatchetAccept(Enum):
    """Which children of a node a remote device accepts."""

    ALL = "all"
    FIRST = "first"
    FIRST_UNSHARED = "first_unshared"


class RatchetLength(Enum):
    """What "longest" counts."""

    DH_STEPS = "dh_steps"
    MESSAGES = "messages"


class RatchetCompare(Enum):
    """What an order compares.
    
    What an order compares: nodes, or their paths from the root.
    """
    PATH = "path"
    TIP = "tip"


@dataclass
class RatchetOrderClass:
    """These as they stand, then all others, ascending."""

    list: List[str]

    @staticmethod
    def from_dict(obj: Any) -> 'RatchetOrderClass':
        assert isinstance(obj, dict)
        list = from_list(from_str, obj.get("list"))
        return RatchetOrderClass(list)

    def to_dict(self) -> dict:
        result: dict = {}
        result["list"] = from_list(from_str, self.list)
        return result


class RatchetOrderEnum(Enum):
    """The order of names.
    
    The same reversed.
    """
    ASCENDING = "ascending"
    DESCENDING = "descending"


class RatchetOrphan(Enum):
    """What becomes of a message whose parent is not known."""

    BUFFER = "buffer"
    DROP = "drop"


@dataclass
class RatchetRetainClass:
    """Forks from a node that is at most so many levels below the deepest known one."""

    levels: int

    @staticmethod
    def from_dict(obj: Any) -> 'RatchetRetainClass':
        assert isinstance(obj, dict)
        levels = from_int(obj.get("levels"))
        return RatchetRetainClass(levels)

    def to_dict(self) -> dict:
        result: dict = {}
        result["levels"] = from_int(self.levels)
        return result


class RatchetRetainEnum(Enum):
    """Any fork."""

    ALL = "all"


class RatchetRootOrder(Enum):
    """How rolled roots of one generation rank; `shared` if left out.
    
    How rolled roots of one generation rank.
    """
    OWN = "own"
    SHARED = "shared"


class RatchetValid(Enum):
    """Which nodes of its own user a device may select."""

    ACKED = "acked"
    ACKED_FIRST = "acked_first"
    KNOWN = "known"


@dataclass
class RatchetPolicy:
    """The switches.
    
    What the text leaves open.
    """
    accept: RatchetAccept
    """Which children of a node a remote device accepts."""

    length: RatchetLength
    """What "longest" counts."""

    order: RatchetCompare
    """What an order compares."""

    orphan: RatchetOrphan
    """What becomes of a message whose parent is not known."""

    roots: int
    """1, or 2 if both users can begin."""

    valid: RatchetValid
    """Which nodes of its own user a device may select."""

    orders: Optional[Dict[str, Union[RatchetOrderClass, RatchetOrderEnum]]] = None
    """By user or device: its order; `ascending` where it is left out."""

    retain: Optional[Union[RatchetRetainClass, RatchetRetainEnum]] = None
    """How long a fork can still be joined; `all` if left out."""

    root_order: Optional[RatchetRootOrder] = None
    """How rolled roots of one generation rank; `shared` if left out."""

    @staticmethod
    def from_dict(obj: Any) -> 'RatchetPolicy':
        assert isinstance(obj, dict)
        accept = RatchetAccept(obj.get("accept"))
        length = RatchetLength(obj.get("length"))
        order = RatchetCompare(obj.get("order"))
        orphan = RatchetOrphan(obj.get("orphan"))
        roots = from_int(obj.get("roots"))
        valid = RatchetValid(obj.get("valid"))
        orders = from_union([lambda x: from_dict(lambda x: from_union([RatchetOrderClass.from_dict, RatchetOrderEnum], x), x), from_none], obj.get("orders"))
        retain = from_union([RatchetRetainClass.from_dict, RatchetRetainEnum, from_none], obj.get("retain"))
        root_order = from_union([RatchetRootOrder, from_none], obj.get("root_order"))
        return RatchetPolicy(accept, length, order, orphan, roots, valid, orders, retain, root_order)

    def to_dict(self) -> dict:
        result: dict = {}
        result["accept"] = to_enum(RatchetAccept, self.accept)
        result["length"] = to_enum(RatchetLength, self.length)
        result["order"] = to_enum(RatchetCompare, self.order)
        result["orphan"] = to_enum(RatchetOrphan, self.orphan)
        result["roots"] = from_int(self.roots)
        result["valid"] = to_enum(RatchetValid, self.valid)
        if self.orders is not None:
            result["orders"] = from_union([lambda x: from_dict(lambda x: from_union([lambda x: to_class(RatchetOrderClass, x), lambda x: to_enum(RatchetOrderEnum, x)], x), x), from_none], self.orders)
        if self.retain is not None:
            result["retain"] = from_union([lambda x: to_class(RatchetRetainClass, x), lambda x: to_enum(RatchetRetainEnum, x), from_none], self.retain)
        if self.root_order is not None:
            result["root_order"] = from_union([lambda x: to_enum(RatchetRootOrder, x), from_none], self.root_order)
        return result


@dataclass
class RaceInput:
    """Input.
    
    A world with a bound.
    """
    m: int
    """Devices of A."""

    marker: bool
    """The finality marker is part of the state."""

    model: RatchetModel
    """The machine that runs."""

    n: int
    """Devices of B."""

    policy: RatchetPolicy
    """The switches."""

    steps_max: int
    """How many DH steps each device can make."""

    removed: Optional[List[str]] = None
    """Devices that were removed before the beginning."""

    @staticmethod
    def from_dict(obj: Any) -> 'RaceInput':
        assert isinstance(obj, dict)
        m = from_int(obj.get("m"))
        marker = from_bool(obj.get("marker"))
        model = RatchetModel(obj.get("model"))
        n = from_int(obj.get("n"))
        policy = RatchetPolicy.from_dict(obj.get("policy"))
        steps_max = from_int(obj.get("steps_max"))
        removed = from_union([lambda x: from_list(from_str, x), from_none], obj.get("removed"))
        return RaceInput(m, marker, model, n, policy, steps_max, removed)

    def to_dict(self) -> dict:
        result: dict = {}
        result["m"] = from_int(self.m)
        result["marker"] = from_bool(self.marker)
        result["model"] = to_enum(RatchetModel, self.model)
        result["n"] = from_int(self.n)
        result["policy"] = to_class(RatchetPolicy, self.policy)
        result["steps_max"] = from_int(self.steps_max)
        if self.removed is not None:
            result["removed"] = from_union([lambda x: from_list(from_str, x), from_none], self.removed)
        return result


@dataclass
class RaceTest:
    """One test."""

    comment: str
    """One sentence."""

    flags: List[str]
    """At least one key of `notes`; one test shows one thing."""

    id: str
    """Stable id: topic prefix and four digits."""

    input: RaceInput
    """Input."""

    result: Outcome
    """What is demanded."""

    expect: Optional[RaceExpect] = None
    """Of a valid test; all members are compared."""

    expected_by_policy: Optional[Dict[str, RaceAnswer]] = None
    """Of a policy test: by policy id."""

    now: Optional[int] = None
    """Unix seconds of the judgement, where it is not the group's."""

    parent: Optional[str] = None
    """The valid test that this invalid or deferred one is like, but for what its flag names; a
    `group-event` test with another `after` is elsewhere in the story, too.
    """
    reason: Optional[Reason] = None
    """Of an invalid or deferred test."""

    reasons_any: Optional[List[Reason]] = None
    """Instead of `reason` where the order of checks is free; all of one stage."""

    stage: Optional[Stage] = None
    """Of an invalid or deferred test: the stage of its reason."""

    tag: Optional[str] = None
    """The tag that a tag reason is about, also one in `expected_by_policy` or `expect`."""

    verified_by: Optional[List[StackVoice]] = None
    """Stacks that passed this test when it was emitted; of an invalid test, those that refused
    it for the stated reason.
    """
    x_refused_by: Optional[List[StackVoice]] = None
    """Stacks that refused this invalid test and did not say why. Not read back."""

    @staticmethod
    def from_dict(obj: Any) -> 'RaceTest':
        assert isinstance(obj, dict)
        comment = from_str(obj.get("comment"))
        flags = from_list(from_str, obj.get("flags"))
        id = from_str(obj.get("id"))
        input = RaceInput.from_dict(obj.get("input"))
        result = Outcome(obj.get("result"))
        expect = from_union([RaceExpect.from_dict, from_none], obj.get("expect"))
        expected_by_policy = from_union([lambda x: from_dict(RaceAnswer.from_dict, x), from_none], obj.get("expected_by_policy"))
        now = from_union([from_int, from_none], obj.get("now"))
        parent = from_union([from_str, from_none], obj.get("parent"))
        reason = from_union([Reason, from_none], obj.get("reason"))
        reasons_any = from_union([lambda x: from_list(Reason, x), from_none], obj.get("reasons_any"))
        stage = from_union([Stage, from_none], obj.get("stage"))
        tag = from_union([from_str, from_none], obj.get("tag"))
        verified_by = from_union([lambda x: from_list(StackVoice.from_dict, x), from_none], obj.get("verified_by"))
        x_refused_by = from_union([lambda x: from_list(StackVoice.from_dict, x), from_none], obj.get("x_refused_by"))
        return RaceTest(comment, flags, id, input, result, expect, expected_by_policy, now, parent, reason, reasons_any, stage, tag, verified_by, x_refused_by)

    def to_dict(self) -> dict:
        result: dict = {}
        result["comment"] = from_str(self.comment)
        result["flags"] = from_list(from_str, self.flags)
        result["id"] = from_str(self.id)
        result["input"] = to_class(RaceInput, self.input)
        result["result"] = to_enum(Outcome, self.result)
        if self.expect is not None:
            result["expect"] = from_union([lambda x: to_class(RaceExpect, x), from_none], self.expect)
        if self.expected_by_policy is not None:
            result["expected_by_policy"] = from_union([lambda x: from_dict(lambda x: to_class(RaceAnswer, x), x), from_none], self.expected_by_policy)
        if self.now is not None:
            result["now"] = from_union([from_int, from_none], self.now)
        if self.parent is not None:
            result["parent"] = from_union([from_str, from_none], self.parent)
        if self.reason is not None:
            result["reason"] = from_union([lambda x: to_enum(Reason, x), from_none], self.reason)
        if self.reasons_any is not None:
            result["reasons_any"] = from_union([lambda x: from_list(lambda x: to_enum(Reason, x), x), from_none], self.reasons_any)
        if self.stage is not None:
            result["stage"] = from_union([lambda x: to_enum(Stage, x), from_none], self.stage)
        if self.tag is not None:
            result["tag"] = from_union([from_str, from_none], self.tag)
        if self.verified_by is not None:
            result["verified_by"] = from_union([lambda x: from_list(lambda x: to_class(StackVoice, x), x), from_none], self.verified_by)
        if self.x_refused_by is not None:
            result["x_refused_by"] = from_union([lambda x: from_list(lambda x: to_class(StackVoice, x), x), from_none], self.x_refused_by)
        return result


@dataclass
class RaceGroup:
    """Tests that share a time."""

    now: int
    """Unix seconds of the judgement."""

    tests: List[RaceTest]
    """Tests."""

    @staticmethod
    def from_dict(obj: Any) -> 'RaceGroup':
        assert isinstance(obj, dict)
        now = from_int(obj.get("now"))
        tests = from_list(RaceTest.from_dict, obj.get("tests"))
        return RaceGroup(now, tests)

    def to_dict(self) -> dict:
        result: dict = {}
        result["now"] = from_int(self.now)
        result["tests"] = from_list(lambda x: to_class(RaceTest, x), self.tests)
        return result


@dataclass
class RaceFile:
    """One vector file: one topic, one profile."""

    format: str
    """`marmot-vectors/1`"""

    generator: Generator
    """What wrote the file."""

    groups: List[RaceGroup]
    """Tests that share a time."""

    notes: Dict[str, Note]
    """What the flags mean."""

    profile: str
    """Wire profile."""

    spec: Spec
    """The text that is tested."""

    suite_version: str
    """Version of the set."""

    synthetic_secrets: bool
    """Every private key in the file was made for it."""

    test_count: int
    """Number of tests."""

    topic: str
    """Topic; decides the members of `input` and `expect`."""

    @staticmethod
    def from_dict(obj: Any) -> 'RaceFile':
        assert isinstance(obj, dict)
        format = from_str(obj.get("format"))
        generator = Generator.from_dict(obj.get("generator"))
        groups = from_list(RaceGroup.from_dict, obj.get("groups"))
        notes = from_dict(Note.from_dict, obj.get("notes"))
        profile = from_str(obj.get("profile"))
        spec = Spec.from_dict(obj.get("spec"))
        suite_version = from_str(obj.get("suite_version"))
        synthetic_secrets = from_bool(obj.get("synthetic_secrets"))
        test_count = from_int(obj.get("test_count"))
        topic = from_str(obj.get("topic"))
        return RaceFile(format, generator, groups, notes, profile, spec, suite_version, synthetic_secrets, test_count, topic)

    def to_dict(self) -> dict:
        result: dict = {}
        result["format"] = from_str(self.format)
        result["generator"] = to_class(Generator, self.generator)
        result["groups"] = from_list(lambda x: to_class(RaceGroup, x), self.groups)
        result["notes"] = from_dict(lambda x: to_class(Note, x), self.notes)
        result["profile"] = from_str(self.profile)
        result["spec"] = to_class(Spec, self.spec)
        result["suite_version"] = from_str(self.suite_version)
        result["synthetic_secrets"] = from_bool(self.synthetic_secrets)
        result["test_count"] = from_int(self.test_count)
        result["topic"] = from_str(self.topic)
        return result


@dataclass
class ScenarioExpect:
    """Of a valid test; all members are compared.
    
    How it ends.
    
    It succeeds.
    """
    digest: str
    """Rolling digest of the transcript."""

    events: List[Event]
    """Every event in order of first arrival at a relay."""

    final: Dict[str, Any]
    """Groups of every device."""

    invariants: List[str]
    """Invariants that hold."""

    @staticmethod
    def from_dict(obj: Any) -> 'ScenarioExpect':
        assert isinstance(obj, dict)
        digest = from_str(obj.get("digest"))
        events = from_list(Event.from_dict, obj.get("events"))
        final = from_dict(lambda x: x, obj.get("final"))
        invariants = from_list(from_str, obj.get("invariants"))
        return ScenarioExpect(digest, events, final, invariants)

    def to_dict(self) -> dict:
        result: dict = {}
        result["digest"] = from_str(self.digest)
        result["events"] = from_list(lambda x: to_class(Event, x), self.events)
        result["final"] = from_dict(lambda x: x, self.final)
        result["invariants"] = from_list(from_str, self.invariants)
        return result


@dataclass
class ScenarioAnswer:
    """What is expected under one policy.
    
    Of a valid test; all members are compared.
    
    How it ends.
    
    It succeeds.
    
    It fails.
    """
    digest: Optional[str] = None
    """Rolling digest of the transcript."""

    events: Optional[List[Event]] = None
    """Every event in order of first arrival at a relay."""

    final: Optional[Dict[str, Any]] = None
    """Groups of every device."""

    invariants: Optional[List[str]] = None
    """Invariants that hold."""

    reason: Optional[Reason] = None
    """Why."""

    stage: Optional[Stage] = None
    """The stage of the reason."""

    @staticmethod
    def from_dict(obj: Any) -> 'ScenarioAnswer':
        assert isinstance(obj, dict)
        digest = from_union([from_str, from_none], obj.get("digest"))
        events = from_union([lambda x: from_list(Event.from_dict, x), from_none], obj.get("events"))
        final = from_union([lambda x: from_dict(lambda x: x, x), from_none], obj.get("final"))
        invariants = from_union([lambda x: from_list(from_str, x), from_none], obj.get("invariants"))
        reason = from_union([Reason, from_none], obj.get("reason"))
        stage = from_union([Stage, from_none], obj.get("stage"))
        return ScenarioAnswer(digest, events, final, invariants, reason, stage)

    def to_dict(self) -> dict:
        result: dict = {}
        if self.digest is not None:
            result["digest"] = from_union([from_str, from_none], self.digest)
        if self.events is not None:
            result["events"] = from_union([lambda x: from_list(lambda x: to_class(Event, x), x), from_none], self.events)
        if self.final is not None:
            result["final"] = from_union([lambda x: from_dict(lambda x: x, x), from_none], self.final)
        if self.invariants is not None:
            result["invariants"] = from_union([lambda x: from_list(from_str, x), from_none], self.invariants)
        if self.reason is not None:
            result["reason"] = from_union([lambda x: to_enum(Reason, x), from_none], self.reason)
        if self.stage is not None:
            result["stage"] = from_union([lambda x: to_enum(Stage, x), from_none], self.stage)
        return result


@dataclass
class Device:
    """A device."""

    account: str
    """Name of its account."""

    label: str
    """Name."""

    nostr_sk: str
    """Secret key of its account."""

    @staticmethod
    def from_dict(obj: Any) -> 'Device':
        assert isinstance(obj, dict)
        account = from_str(obj.get("account"))
        label = from_str(obj.get("label"))
        nostr_sk = from_str(obj.get("nostr_sk"))
        return Device(account, label, nostr_sk)

    def to_dict(self) -> dict:
        result: dict = {}
        result["account"] = from_str(self.account)
        result["label"] = from_str(self.label)
        result["nostr_sk"] = from_str(self.nostr_sk)
        return result


@dataclass
class Fault:
    """A fault rule."""

    step: str
    """Label of the step with which it begins."""

    rule: Any = None
    """What it matches and does, as in `marmot-scenario/1`."""

    @staticmethod
    def from_dict(obj: Any) -> 'Fault':
        assert isinstance(obj, dict)
        step = from_str(obj.get("step"))
        rule = obj.get("rule")
        return Fault(step, rule)

    def to_dict(self) -> dict:
        result: dict = {}
        result["step"] = from_str(self.step)
        result["rule"] = self.rule
        return result


@dataclass
class Relay:
    """A relay."""

    label: str
    """Name."""

    personality: str
    """How it behaves."""

    @staticmethod
    def from_dict(obj: Any) -> 'Relay':
        assert isinstance(obj, dict)
        label = from_str(obj.get("label"))
        personality = from_str(obj.get("personality"))
        return Relay(label, personality)

    def to_dict(self) -> dict:
        result: dict = {}
        result["label"] = from_str(self.label)
        result["personality"] = from_str(self.personality)
        return result


@dataclass
class Step:
    """Something that happens. It begins when the one before it is finished, or at the time it
    names. Times are those of
    `marmot-scenario/1`: a number and `ms`, `s`, `m`, `h` or `d`.
    """
    label: str
    """Name, unique in the scenario."""

    op: str
    """What is done: an action of `marmot-scenario/1`."""

    after: Optional[str] = None
    """Time since the step before."""

    at: Optional[str] = None
    """Time since the start."""

    device: Optional[str] = None
    """Who acts."""

    every: Optional[str] = None
    """Repeated at this distance."""

    times: Optional[int] = None
    """So many times."""

    step_with: Any = None
    """Its details."""

    @staticmethod
    def from_dict(obj: Any) -> 'Step':
        assert isinstance(obj, dict)
        label = from_str(obj.get("label"))
        op = from_str(obj.get("op"))
        after = from_union([from_str, from_none], obj.get("after"))
        at = from_union([from_str, from_none], obj.get("at"))
        device = from_union([from_str, from_none], obj.get("device"))
        every = from_union([from_str, from_none], obj.get("every"))
        times = from_union([from_int, from_none], obj.get("times"))
        step_with = obj.get("with")
        return Step(label, op, after, at, device, every, times, step_with)

    def to_dict(self) -> dict:
        result: dict = {}
        result["label"] = from_str(self.label)
        result["op"] = from_str(self.op)
        if self.after is not None:
            result["after"] = from_union([from_str, from_none], self.after)
        if self.at is not None:
            result["at"] = from_union([from_str, from_none], self.at)
        if self.device is not None:
            result["device"] = from_union([from_str, from_none], self.device)
        if self.every is not None:
            result["every"] = from_union([from_str, from_none], self.every)
        if self.times is not None:
            result["times"] = from_union([from_int, from_none], self.times)
        result["with"] = self.step_with
        return result


@dataclass
class ScenarioInput:
    """Input.
    
    Who takes part and what happens.
    """
    devices: List[Device]
    """Devices."""

    faults: List[Fault]
    """The fault rules of the steps whose `op` is `fault`."""

    relays: List[Relay]
    """Relays."""

    steps: List[Step]
    """Steps, in order; the beginning and the end of a fault are steps too (`fault`, `lift`)."""

    @staticmethod
    def from_dict(obj: Any) -> 'ScenarioInput':
        assert isinstance(obj, dict)
        devices = from_list(Device.from_dict, obj.get("devices"))
        faults = from_list(Fault.from_dict, obj.get("faults"))
        relays = from_list(Relay.from_dict, obj.get("relays"))
        steps = from_list(Step.from_dict, obj.get("steps"))
        return ScenarioInput(devices, faults, relays, steps)

    def to_dict(self) -> dict:
        result: dict = {}
        result["devices"] = from_list(lambda x: to_class(Device, x), self.devices)
        result["faults"] = from_list(lambda x: to_class(Fault, x), self.faults)
        result["relays"] = from_list(lambda x: to_class(Relay, x), self.relays)
        result["steps"] = from_list(lambda x: to_class(Step, x), self.steps)
        return result


@dataclass
class ScenarioTest:
    """One test."""

    comment: str
    """One sentence."""

    flags: List[str]
    """At least one key of `notes`; one test shows one thing."""

    id: str
    """Stable id: topic prefix and four digits."""

    input: ScenarioInput
    """Input."""

    result: Outcome
    """What is demanded."""

    expect: Optional[ScenarioExpect] = None
    """Of a valid test; all members are compared."""

    expected_by_policy: Optional[Dict[str, ScenarioAnswer]] = None
    """Of a policy test: by policy id."""

    now: Optional[int] = None
    """Unix seconds of the judgement, where it is not the group's."""

    parent: Optional[str] = None
    """The valid test that this invalid or deferred one is like, but for what its flag names; a
    `group-event` test with another `after` is elsewhere in the story, too.
    """
    reason: Optional[Reason] = None
    """Of an invalid or deferred test."""

    reasons_any: Optional[List[Reason]] = None
    """Instead of `reason` where the order of checks is free; all of one stage."""

    stage: Optional[Stage] = None
    """Of an invalid or deferred test: the stage of its reason."""

    tag: Optional[str] = None
    """The tag that a tag reason is about, also one in `expected_by_policy` or `expect`."""

    verified_by: Optional[List[StackVoice]] = None
    """Stacks that passed this test when it was emitted; of an invalid test, those that refused
    it for the stated reason.
    """
    x_refused_by: Optional[List[StackVoice]] = None
    """Stacks that refused this invalid test and did not say why. Not read back."""

    @staticmethod
    def from_dict(obj: Any) -> 'ScenarioTest':
        assert isinstance(obj, dict)
        comment = from_str(obj.get("comment"))
        flags = from_list(from_str, obj.get("flags"))
        id = from_str(obj.get("id"))
        input = ScenarioInput.from_dict(obj.get("input"))
        result = Outcome(obj.get("result"))
        expect = from_union([ScenarioExpect.from_dict, from_none], obj.get("expect"))
        expected_by_policy = from_union([lambda x: from_dict(ScenarioAnswer.from_dict, x), from_none], obj.get("expected_by_policy"))
        now = from_union([from_int, from_none], obj.get("now"))
        parent = from_union([from_str, from_none], obj.get("parent"))
        reason = from_union([Reason, from_none], obj.get("reason"))
        reasons_any = from_union([lambda x: from_list(Reason, x), from_none], obj.get("reasons_any"))
        stage = from_union([Stage, from_none], obj.get("stage"))
        tag = from_union([from_str, from_none], obj.get("tag"))
        verified_by = from_union([lambda x: from_list(StackVoice.from_dict, x), from_none], obj.get("verified_by"))
        x_refused_by = from_union([lambda x: from_list(StackVoice.from_dict, x), from_none], obj.get("x_refused_by"))
        return ScenarioTest(comment, flags, id, input, result, expect, expected_by_policy, now, parent, reason, reasons_any, stage, tag, verified_by, x_refused_by)

    def to_dict(self) -> dict:
        result: dict = {}
        result["comment"] = from_str(self.comment)
        result["flags"] = from_list(from_str, self.flags)
        result["id"] = from_str(self.id)
        result["input"] = to_class(ScenarioInput, self.input)
        result["result"] = to_enum(Outcome, self.result)
        if self.expect is not None:
            result["expect"] = from_union([lambda x: to_class(ScenarioExpect, x), from_none], self.expect)
        if self.expected_by_policy is not None:
            result["expected_by_policy"] = from_union([lambda x: from_dict(lambda x: to_class(ScenarioAnswer, x), x), from_none], self.expected_by_policy)
        if self.now is not None:
            result["now"] = from_union([from_int, from_none], self.now)
        if self.parent is not None:
            result["parent"] = from_union([from_str, from_none], self.parent)
        if self.reason is not None:
            result["reason"] = from_union([lambda x: to_enum(Reason, x), from_none], self.reason)
        if self.reasons_any is not None:
            result["reasons_any"] = from_union([lambda x: from_list(lambda x: to_enum(Reason, x), x), from_none], self.reasons_any)
        if self.stage is not None:
            result["stage"] = from_union([lambda x: to_enum(Stage, x), from_none], self.stage)
        if self.tag is not None:
            result["tag"] = from_union([from_str, from_none], self.tag)
        if self.verified_by is not None:
            result["verified_by"] = from_union([lambda x: from_list(lambda x: to_class(StackVoice, x), x), from_none], self.verified_by)
        if self.x_refused_by is not None:
            result["x_refused_by"] = from_union([lambda x: from_list(lambda x: to_class(StackVoice, x), x), from_none], self.x_refused_by)
        return result


@dataclass
class ScenarioGroup:
    """Tests that share a time."""

    now: int
    """Unix seconds of the judgement."""

    tests: List[ScenarioTest]
    """Tests."""

    @staticmethod
    def from_dict(obj: Any) -> 'ScenarioGroup':
        assert isinstance(obj, dict)
        now = from_int(obj.get("now"))
        tests = from_list(ScenarioTest.from_dict, obj.get("tests"))
        return ScenarioGroup(now, tests)

    def to_dict(self) -> dict:
        result: dict = {}
        result["now"] = from_int(self.now)
        result["tests"] = from_list(lambda x: to_class(ScenarioTest, x), self.tests)
        return result


@dataclass
class ScenarioFile:
    """One vector file: one topic, one profile."""

    format: str
    """`marmot-vectors/1`"""

    generator: Generator
    """What wrote the file."""

    groups: List[ScenarioGroup]
    """Tests that share a time."""

    notes: Dict[str, Note]
    """What the flags mean."""

    profile: str
    """Wire profile."""

    spec: Spec
    """The text that is tested."""

    suite_version: str
    """Version of the set."""

    synthetic_secrets: bool
    """Every private key in the file was made for it."""

    test_count: int
    """Number of tests."""

    topic: str
    """Topic; decides the members of `input` and `expect`."""

    @staticmethod
    def from_dict(obj: Any) -> 'ScenarioFile':
        assert isinstance(obj, dict)
        format = from_str(obj.get("format"))
        generator = Generator.from_dict(obj.get("generator"))
        groups = from_list(ScenarioGroup.from_dict, obj.get("groups"))
        notes = from_dict(Note.from_dict, obj.get("notes"))
        profile = from_str(obj.get("profile"))
        spec = Spec.from_dict(obj.get("spec"))
        suite_version = from_str(obj.get("suite_version"))
        synthetic_secrets = from_bool(obj.get("synthetic_secrets"))
        test_count = from_int(obj.get("test_count"))
        topic = from_str(obj.get("topic"))
        return ScenarioFile(format, generator, groups, notes, profile, spec, suite_version, synthetic_secrets, test_count, topic)

    def to_dict(self) -> dict:
        result: dict = {}
        result["format"] = from_str(self.format)
        result["generator"] = to_class(Generator, self.generator)
        result["groups"] = from_list(lambda x: to_class(ScenarioGroup, x), self.groups)
        result["notes"] = from_dict(lambda x: to_class(Note, x), self.notes)
        result["profile"] = from_str(self.profile)
        result["spec"] = to_class(Spec, self.spec)
        result["suite_version"] = from_str(self.suite_version)
        result["synthetic_secrets"] = from_bool(self.synthetic_secrets)
        result["test_count"] = from_int(self.test_count)
        result["topic"] = from_str(self.topic)
        return result


class StreamKind(Enum):
    """A group.
    
    An installation.
    
    What a topic is about.
    
    Kind of its topic.
    """
    GROUP = "group"
    WELCOME = "welcome"


@dataclass
class StreamFields:
    """What a frame must carry."""

    adds: Optional[List[List[Union[int, str]]]] = None
    """Exactly what it adds, in any order."""

    after: Optional[str] = None
    """Brought about by the step with this label, or later."""

    call: Optional[int] = None
    """On this call of the client, from 1."""

    history_only: Optional[bool] = None
    """Whether it asks for a replay only."""

    mutate_id: Optional[Union[int, str]] = None
    """Its `mutate_id`."""

    nonce: Optional[Union[int, str]] = None
    """Its nonce."""

    removes: Optional[List[str]] = None
    """Exactly what it removes, in any order."""

    rows: Optional[List[List[Union[int, StreamKind]]]] = None
    """It carries one of these rows."""

    topic: Optional[str] = None
    """A topic that it names, or to which a row of it belongs."""

    @staticmethod
    def from_dict(obj: Any) -> 'StreamFields':
        assert isinstance(obj, dict)
        adds = from_union([lambda x: from_list(lambda x: from_list(lambda x: from_union([from_int, from_str], x), x), x), from_none], obj.get("adds"))
        after = from_union([from_str, from_none], obj.get("after"))
        call = from_union([from_int, from_none], obj.get("call"))
        history_only = from_union([from_bool, from_none], obj.get("history_only"))
        mutate_id = from_union([from_int, from_str, from_none], obj.get("mutate_id"))
        nonce = from_union([from_int, from_str, from_none], obj.get("nonce"))
        removes = from_union([lambda x: from_list(from_str, x), from_none], obj.get("removes"))
        rows = from_union([lambda x: from_list(lambda x: from_list(lambda x: from_union([from_int, StreamKind], x), x), x), from_none], obj.get("rows"))
        topic = from_union([from_str, from_none], obj.get("topic"))
        return StreamFields(adds, after, call, history_only, mutate_id, nonce, removes, rows, topic)

    def to_dict(self) -> dict:
        result: dict = {}
        if self.adds is not None:
            result["adds"] = from_union([lambda x: from_list(lambda x: from_list(lambda x: from_union([from_int, from_str], x), x), x), from_none], self.adds)
        if self.after is not None:
            result["after"] = from_union([from_str, from_none], self.after)
        if self.call is not None:
            result["call"] = from_union([from_int, from_none], self.call)
        if self.history_only is not None:
            result["history_only"] = from_union([from_bool, from_none], self.history_only)
        if self.mutate_id is not None:
            result["mutate_id"] = from_union([from_int, from_str, from_none], self.mutate_id)
        if self.nonce is not None:
            result["nonce"] = from_union([from_int, from_str, from_none], self.nonce)
        if self.removes is not None:
            result["removes"] = from_union([lambda x: from_list(from_str, x), from_none], self.removes)
        if self.rows is not None:
            result["rows"] = from_union([lambda x: from_list(lambda x: from_list(lambda x: from_union([from_int, lambda x: to_enum(StreamKind, x)], x), x), x), from_none], self.rows)
        if self.topic is not None:
            result["topic"] = from_union([from_str, from_none], self.topic)
        return result


@dataclass
class BeforeClass:
    """Nothing more will be sent. No frame, but counted as one.
    
    Any frame.
    """
    mutate: Optional[StreamFields] = None
    started: Optional[StreamFields] = None
    messages: Optional[StreamFields] = None
    topics_live: Optional[StreamFields] = None
    catchup_complete: Optional[StreamFields] = None
    ping: Optional[StreamFields] = None
    pong: Optional[StreamFields] = None
    half_close: Optional[StreamFields] = None
    any: Optional[StreamFields] = None

    @staticmethod
    def from_dict(obj: Any) -> 'BeforeClass':
        assert isinstance(obj, dict)
        mutate = from_union([StreamFields.from_dict, from_none], obj.get("mutate"))
        started = from_union([StreamFields.from_dict, from_none], obj.get("started"))
        messages = from_union([StreamFields.from_dict, from_none], obj.get("messages"))
        topics_live = from_union([StreamFields.from_dict, from_none], obj.get("topics_live"))
        catchup_complete = from_union([StreamFields.from_dict, from_none], obj.get("catchup_complete"))
        ping = from_union([StreamFields.from_dict, from_none], obj.get("ping"))
        pong = from_union([StreamFields.from_dict, from_none], obj.get("pong"))
        half_close = from_union([StreamFields.from_dict, from_none], obj.get("half_close"))
        any = from_union([StreamFields.from_dict, from_none], obj.get("any"))
        return BeforeClass(mutate, started, messages, topics_live, catchup_complete, ping, pong, half_close, any)

    def to_dict(self) -> dict:
        result: dict = {}
        if self.mutate is not None:
            result["mutate"] = from_union([lambda x: to_class(StreamFields, x), from_none], self.mutate)
        if self.started is not None:
            result["started"] = from_union([lambda x: to_class(StreamFields, x), from_none], self.started)
        if self.messages is not None:
            result["messages"] = from_union([lambda x: to_class(StreamFields, x), from_none], self.messages)
        if self.topics_live is not None:
            result["topics_live"] = from_union([lambda x: to_class(StreamFields, x), from_none], self.topics_live)
        if self.catchup_complete is not None:
            result["catchup_complete"] = from_union([lambda x: to_class(StreamFields, x), from_none], self.catchup_complete)
        if self.ping is not None:
            result["ping"] = from_union([lambda x: to_class(StreamFields, x), from_none], self.ping)
        if self.pong is not None:
            result["pong"] = from_union([lambda x: to_class(StreamFields, x), from_none], self.pong)
        if self.half_close is not None:
            result["half_close"] = from_union([lambda x: to_class(StreamFields, x), from_none], self.half_close)
        if self.any is not None:
            result["any"] = from_union([lambda x: to_class(StreamFields, x), from_none], self.any)
        return result


@dataclass
class StreamClose:
    """It ends.
    
    How a call ends.
    """
    code: str
    """Name of the gRPC status."""

    within_ms: Optional[List[int]] = None
    """First and last moment."""

    @staticmethod
    def from_dict(obj: Any) -> 'StreamClose':
        assert isinstance(obj, dict)
        code = from_str(obj.get("code"))
        within_ms = from_union([lambda x: from_list(from_int, x), from_none], obj.get("within_ms"))
        return StreamClose(code, within_ms)

    def to_dict(self) -> dict:
        result: dict = {}
        result["code"] = from_str(self.code)
        if self.within_ms is not None:
            result["within_ms"] = from_union([lambda x: from_list(from_int, x), from_none], self.within_ms)
        return result


@dataclass
class StreamPattern:
    """Frames that are alike: the name of the frame, and what it must carry. What is left out
    may be anything.
    
    What it is like.
    
    Nothing more will be sent. No frame, but counted as one.
    
    Any frame.
    """
    mutate: Optional[StreamFields] = None
    started: Optional[StreamFields] = None
    messages: Optional[StreamFields] = None
    topics_live: Optional[StreamFields] = None
    catchup_complete: Optional[StreamFields] = None
    ping: Optional[StreamFields] = None
    pong: Optional[StreamFields] = None
    half_close: Optional[StreamFields] = None
    any: Optional[StreamFields] = None

    @staticmethod
    def from_dict(obj: Any) -> 'StreamPattern':
        assert isinstance(obj, dict)
        mutate = from_union([StreamFields.from_dict, from_none], obj.get("mutate"))
        started = from_union([StreamFields.from_dict, from_none], obj.get("started"))
        messages = from_union([StreamFields.from_dict, from_none], obj.get("messages"))
        topics_live = from_union([StreamFields.from_dict, from_none], obj.get("topics_live"))
        catchup_complete = from_union([StreamFields.from_dict, from_none], obj.get("catchup_complete"))
        ping = from_union([StreamFields.from_dict, from_none], obj.get("ping"))
        pong = from_union([StreamFields.from_dict, from_none], obj.get("pong"))
        half_close = from_union([StreamFields.from_dict, from_none], obj.get("half_close"))
        any = from_union([StreamFields.from_dict, from_none], obj.get("any"))
        return StreamPattern(mutate, started, messages, topics_live, catchup_complete, ping, pong, half_close, any)

    def to_dict(self) -> dict:
        result: dict = {}
        if self.mutate is not None:
            result["mutate"] = from_union([lambda x: to_class(StreamFields, x), from_none], self.mutate)
        if self.started is not None:
            result["started"] = from_union([lambda x: to_class(StreamFields, x), from_none], self.started)
        if self.messages is not None:
            result["messages"] = from_union([lambda x: to_class(StreamFields, x), from_none], self.messages)
        if self.topics_live is not None:
            result["topics_live"] = from_union([lambda x: to_class(StreamFields, x), from_none], self.topics_live)
        if self.catchup_complete is not None:
            result["catchup_complete"] = from_union([lambda x: to_class(StreamFields, x), from_none], self.catchup_complete)
        if self.ping is not None:
            result["ping"] = from_union([lambda x: to_class(StreamFields, x), from_none], self.ping)
        if self.pong is not None:
            result["pong"] = from_union([lambda x: to_class(StreamFields, x), from_none], self.pong)
        if self.half_close is not None:
            result["half_close"] = from_union([lambda x: to_class(StreamFields, x), from_none], self.half_close)
        if self.any is not None:
            result["any"] = from_union([lambda x: to_class(StreamFields, x), from_none], self.any)
        return result


class StreamMachine(Enum):
    """Whom it goes to.
    
    Whose behaviour is judged.
    
    The node; the script is the client.
    
    The client; the script is the node, the application, and the end of calls.
    
    Both, with the pipe in between; the script is the application and the faults of the pipe.
    """
    CLIENT = "client"
    NODE = "node"
    PAIR = "pair"


@dataclass
class StreamWanted:
    """A frame that comes."""

    frame: StreamPattern
    """What it is like."""

    to: StreamMachine
    """Whom it goes to."""

    label: Optional[str] = None
    """Its name in `before`."""

    times: Optional[int] = None
    """How many such frames there are in all; left out: at least one."""

    within_ms: Optional[List[int]] = None
    """First and last moment for the first such frame; left out: any."""

    @staticmethod
    def from_dict(obj: Any) -> 'StreamWanted':
        assert isinstance(obj, dict)
        frame = StreamPattern.from_dict(obj.get("frame"))
        to = StreamMachine(obj.get("to"))
        label = from_union([from_str, from_none], obj.get("label"))
        times = from_union([from_int, from_none], obj.get("times"))
        within_ms = from_union([lambda x: from_list(from_int, x), from_none], obj.get("within_ms"))
        return StreamWanted(frame, to, label, times, within_ms)

    def to_dict(self) -> dict:
        result: dict = {}
        result["frame"] = to_class(StreamPattern, self.frame)
        result["to"] = to_enum(StreamMachine, self.to)
        if self.label is not None:
            result["label"] = from_union([from_str, from_none], self.label)
        if self.times is not None:
            result["times"] = from_union([from_int, from_none], self.times)
        if self.within_ms is not None:
            result["within_ms"] = from_union([lambda x: from_list(from_int, x), from_none], self.within_ms)
        return result


@dataclass
class StreamExpect:
    """Of a valid test; all members are compared.
    
    What must come of it. What is left out is not compared.
    
    It succeeds.
    """
    acks: Optional[List[int]] = None
    """Ids of the acknowledgements on the first call, in order."""

    before: Optional[List[List[Union[BeforeClass, str]]]] = None
    """The first frame with this label comes before any of these."""

    close: Optional[StreamClose] = None
    """How the node ends the first call: null if it stays open."""

    delivered: Optional[Dict[str, Dict[str, List[int]]]] = None
    """Rows that the node sends on the first call, by topic and lane, exactly and in order."""

    durable: Optional[Dict[str, Dict[str, int]]] = None
    """From where topics would resume, right after the step with this label. Topics that are
    left out are not compared.
    """
    frames: Optional[List[StreamWanted]] = None
    """Frames that come."""

    invariants: Optional[List[str]] = None
    """Invariants that hold; for people. Whoever can, checks them."""

    merged: Optional[Dict[str, Dict[str, List[int]]]] = None
    """Rows that the node sends on the first call, by lane and kind, over all topics, exactly
    and in order; without those that may be in
    either lane.
    """
    never: Optional[List[StreamPattern]] = None
    """Frames that do not come."""

    processed: Optional[Dict[str, Dict[str, List[int]]]] = None
    """Rows that consumers of the client have at the end, by consumer and topic, exactly. Who
    has none is left out.
    """
    reconnect_at_ms: Optional[List[List[int]]] = None
    """First and last moment for each call of the client after its first. There are no more
    calls than these.
    """
    state: Optional[str] = None
    """State of the client at the end."""

    @staticmethod
    def from_dict(obj: Any) -> 'StreamExpect':
        assert isinstance(obj, dict)
        acks = from_union([lambda x: from_list(from_int, x), from_none], obj.get("acks"))
        before = from_union([lambda x: from_list(lambda x: from_list(lambda x: from_union([BeforeClass.from_dict, from_str], x), x), x), from_none], obj.get("before"))
        close = from_union([from_none, StreamClose.from_dict], obj.get("close"))
        delivered = from_union([lambda x: from_dict(lambda x: from_dict(lambda x: from_list(from_int, x), x), x), from_none], obj.get("delivered"))
        durable = from_union([lambda x: from_dict(lambda x: from_dict(from_int, x), x), from_none], obj.get("durable"))
        frames = from_union([lambda x: from_list(StreamWanted.from_dict, x), from_none], obj.get("frames"))
        invariants = from_union([lambda x: from_list(from_str, x), from_none], obj.get("invariants"))
        merged = from_union([lambda x: from_dict(lambda x: from_dict(lambda x: from_list(from_int, x), x), x), from_none], obj.get("merged"))
        never = from_union([lambda x: from_list(StreamPattern.from_dict, x), from_none], obj.get("never"))
        processed = from_union([lambda x: from_dict(lambda x: from_dict(lambda x: from_list(from_int, x), x), x), from_none], obj.get("processed"))
        reconnect_at_ms = from_union([lambda x: from_list(lambda x: from_list(from_int, x), x), from_none], obj.get("reconnect_at_ms"))
        state = from_union([from_str, from_none], obj.get("state"))
        return StreamExpect(acks, before, close, delivered, durable, frames, invariants, merged, never, processed, reconnect_at_ms, state)

    def to_dict(self) -> dict:
        result: dict = {}
        if self.acks is not None:
            result["acks"] = from_union([lambda x: from_list(from_int, x), from_none], self.acks)
        if self.before is not None:
            result["before"] = from_union([lambda x: from_list(lambda x: from_list(lambda x: from_union([lambda x: to_class(BeforeClass, x), from_str], x), x), x), from_none], self.before)
        if self.close is not None:
            result["close"] = from_union([from_none, lambda x: to_class(StreamClose, x)], self.close)
        if self.delivered is not None:
            result["delivered"] = from_union([lambda x: from_dict(lambda x: from_dict(lambda x: from_list(from_int, x), x), x), from_none], self.delivered)
        if self.durable is not None:
            result["durable"] = from_union([lambda x: from_dict(lambda x: from_dict(from_int, x), x), from_none], self.durable)
        if self.frames is not None:
            result["frames"] = from_union([lambda x: from_list(lambda x: to_class(StreamWanted, x), x), from_none], self.frames)
        if self.invariants is not None:
            result["invariants"] = from_union([lambda x: from_list(from_str, x), from_none], self.invariants)
        if self.merged is not None:
            result["merged"] = from_union([lambda x: from_dict(lambda x: from_dict(lambda x: from_list(from_int, x), x), x), from_none], self.merged)
        if self.never is not None:
            result["never"] = from_union([lambda x: from_list(lambda x: to_class(StreamPattern, x), x), from_none], self.never)
        if self.processed is not None:
            result["processed"] = from_union([lambda x: from_dict(lambda x: from_dict(lambda x: from_list(from_int, x), x), x), from_none], self.processed)
        if self.reconnect_at_ms is not None:
            result["reconnect_at_ms"] = from_union([lambda x: from_list(lambda x: from_list(from_int, x), x), from_none], self.reconnect_at_ms)
        if self.state is not None:
            result["state"] = from_union([from_str, from_none], self.state)
        return result


@dataclass
class StreamAnswer:
    """What is expected under one policy.
    
    Of a valid test; all members are compared.
    
    What must come of it. What is left out is not compared.
    
    It succeeds.
    
    It fails.
    """
    acks: Optional[List[int]] = None
    """Ids of the acknowledgements on the first call, in order."""

    before: Optional[List[List[Union[BeforeClass, str]]]] = None
    """The first frame with this label comes before any of these."""

    close: Optional[StreamClose] = None
    """How the node ends the first call: null if it stays open."""

    delivered: Optional[Dict[str, Dict[str, List[int]]]] = None
    """Rows that the node sends on the first call, by topic and lane, exactly and in order."""

    durable: Optional[Dict[str, Dict[str, int]]] = None
    """From where topics would resume, right after the step with this label. Topics that are
    left out are not compared.
    """
    frames: Optional[List[StreamWanted]] = None
    """Frames that come."""

    invariants: Optional[List[str]] = None
    """Invariants that hold; for people. Whoever can, checks them."""

    merged: Optional[Dict[str, Dict[str, List[int]]]] = None
    """Rows that the node sends on the first call, by lane and kind, over all topics, exactly
    and in order; without those that may be in
    either lane.
    """
    never: Optional[List[StreamPattern]] = None
    """Frames that do not come."""

    processed: Optional[Dict[str, Dict[str, List[int]]]] = None
    """Rows that consumers of the client have at the end, by consumer and topic, exactly. Who
    has none is left out.
    """
    reconnect_at_ms: Optional[List[List[int]]] = None
    """First and last moment for each call of the client after its first. There are no more
    calls than these.
    """
    state: Optional[str] = None
    """State of the client at the end."""

    reason: Optional[Reason] = None
    """Why."""

    stage: Optional[Stage] = None
    """The stage of the reason."""

    @staticmethod
    def from_dict(obj: Any) -> 'StreamAnswer':
        assert isinstance(obj, dict)
        acks = from_union([lambda x: from_list(from_int, x), from_none], obj.get("acks"))
        before = from_union([lambda x: from_list(lambda x: from_list(lambda x: from_union([BeforeClass.from_dict, from_str], x), x), x), from_none], obj.get("before"))
        close = from_union([from_none, StreamClose.from_dict], obj.get("close"))
        delivered = from_union([lambda x: from_dict(lambda x: from_dict(lambda x: from_list(from_int, x), x), x), from_none], obj.get("delivered"))
        durable = from_union([lambda x: from_dict(lambda x: from_dict(from_int, x), x), from_none], obj.get("durable"))
        frames = from_union([lambda x: from_list(StreamWanted.from_dict, x), from_none], obj.get("frames"))
        invariants = from_union([lambda x: from_list(from_str, x), from_none], obj.get("invariants"))
        merged = from_union([lambda x: from_dict(lambda x: from_dict(lambda x: from_list(from_int, x), x), x), from_none], obj.get("merged"))
        never = from_union([lambda x: from_list(StreamPattern.from_dict, x), from_none], obj.get("never"))
        processed = from_union([lambda x: from_dict(lambda x: from_dict(lambda x: from_list(from_int, x), x), x), from_none], obj.get("processed"))
        reconnect_at_ms = from_union([lambda x: from_list(lambda x: from_list(from_int, x), x), from_none], obj.get("reconnect_at_ms"))
        state = from_union([from_str, from_none], obj.get("state"))
        reason = from_union([Reason, from_none], obj.get("reason"))
        stage = from_union([Stage, from_none], obj.get("stage"))
        return StreamAnswer(acks, before, close, delivered, durable, frames, invariants, merged, never, processed, reconnect_at_ms, state, reason, stage)

    def to_dict(self) -> dict:
        result: dict = {}
        if self.acks is not None:
            result["acks"] = from_union([lambda x: from_list(from_int, x), from_none], self.acks)
        if self.before is not None:
            result["before"] = from_union([lambda x: from_list(lambda x: from_list(lambda x: from_union([lambda x: to_class(BeforeClass, x), from_str], x), x), x), from_none], self.before)
        if self.close is not None:
            result["close"] = from_union([from_none, lambda x: to_class(StreamClose, x)], self.close)
        if self.delivered is not None:
            result["delivered"] = from_union([lambda x: from_dict(lambda x: from_dict(lambda x: from_list(from_int, x), x), x), from_none], self.delivered)
        if self.durable is not None:
            result["durable"] = from_union([lambda x: from_dict(lambda x: from_dict(from_int, x), x), from_none], self.durable)
        if self.frames is not None:
            result["frames"] = from_union([lambda x: from_list(lambda x: to_class(StreamWanted, x), x), from_none], self.frames)
        if self.invariants is not None:
            result["invariants"] = from_union([lambda x: from_list(from_str, x), from_none], self.invariants)
        if self.merged is not None:
            result["merged"] = from_union([lambda x: from_dict(lambda x: from_dict(lambda x: from_list(from_int, x), x), x), from_none], self.merged)
        if self.never is not None:
            result["never"] = from_union([lambda x: from_list(lambda x: to_class(StreamPattern, x), x), from_none], self.never)
        if self.processed is not None:
            result["processed"] = from_union([lambda x: from_dict(lambda x: from_dict(lambda x: from_list(from_int, x), x), x), from_none], self.processed)
        if self.reconnect_at_ms is not None:
            result["reconnect_at_ms"] = from_union([lambda x: from_list(lambda x: from_list(from_int, x), x), from_none], self.reconnect_at_ms)
        if self.state is not None:
            result["state"] = from_union([from_str, from_none], self.state)
        if self.reason is not None:
            result["reason"] = from_union([lambda x: to_enum(Reason, x), from_none], self.reason)
        if self.stage is not None:
            result["stage"] = from_union([lambda x: to_enum(Stage, x), from_none], self.stage)
        return result


class StreamBinding(Enum):
    """The API: `v3`, with one cursor per topic.
    
    The API that is spoken.
    
    One cursor per topic.
    """
    V3 = "v3"


@dataclass
class StreamRow:
    """A row of the node's log."""

    id: int
    """Its number in the sequence of its kind."""

    kind: StreamKind
    """Kind of its topic."""

    topic: str
    """Label of its topic."""

    visible_at_ms: int
    """From when on a reader may see it."""

    allotted_at_ms: Optional[int] = None
    """When its id was given out, if that was before."""

    bytes: Optional[int] = None
    """Bytes of what it carries, 100 if left out."""

    unreadable: Optional[bool] = None
    """The node cannot parse it, and serves it to nobody."""

    @staticmethod
    def from_dict(obj: Any) -> 'StreamRow':
        assert isinstance(obj, dict)
        id = from_int(obj.get("id"))
        kind = StreamKind(obj.get("kind"))
        topic = from_str(obj.get("topic"))
        visible_at_ms = from_int(obj.get("visible_at_ms"))
        allotted_at_ms = from_union([from_int, from_none], obj.get("allotted_at_ms"))
        bytes = from_union([from_int, from_none], obj.get("bytes"))
        unreadable = from_union([from_bool, from_none], obj.get("unreadable"))
        return StreamRow(id, kind, topic, visible_at_ms, allotted_at_ms, bytes, unreadable)

    def to_dict(self) -> dict:
        result: dict = {}
        result["id"] = from_int(self.id)
        result["kind"] = to_enum(StreamKind, self.kind)
        result["topic"] = from_str(self.topic)
        result["visible_at_ms"] = from_int(self.visible_at_ms)
        if self.allotted_at_ms is not None:
            result["allotted_at_ms"] = from_union([from_int, from_none], self.allotted_at_ms)
        if self.bytes is not None:
            result["bytes"] = from_union([from_int, from_none], self.bytes)
        if self.unreadable is not None:
            result["unreadable"] = from_union([from_bool, from_none], self.unreadable)
        return result


@dataclass
class StreamBackoff:
    """How long the client waits before it calls again.
    
    How long a client waits before it calls again.
    """
    base_ms: int
    """After the first failure; each further one doubles it."""

    cap_ms: int
    """At most."""

    jitter_ms: int
    """Up to this much more, drawn anew for each call."""

    min_ms: int
    """No two calls are nearer than this."""

    @staticmethod
    def from_dict(obj: Any) -> 'StreamBackoff':
        assert isinstance(obj, dict)
        base_ms = from_int(obj.get("base_ms"))
        cap_ms = from_int(obj.get("cap_ms"))
        jitter_ms = from_int(obj.get("jitter_ms"))
        min_ms = from_int(obj.get("min_ms"))
        return StreamBackoff(base_ms, cap_ms, jitter_ms, min_ms)

    def to_dict(self) -> dict:
        result: dict = {}
        result["base_ms"] = from_int(self.base_ms)
        result["cap_ms"] = from_int(self.cap_ms)
        result["jitter_ms"] = from_int(self.jitter_ms)
        result["min_ms"] = from_int(self.min_ms)
        return result


@dataclass
class StreamLimits:
    """Bounds of the node.
    
    Bounds of a node. What exceeds one ends the call with `RESOURCE_EXHAUSTED`.
    """
    max_adds: Optional[int] = None
    """Adds of a Mutate."""

    max_held_rows: Optional[int] = None
    """Rows that wait for the end of waves."""

    max_row_bytes: Optional[int] = None
    """Bytes of a row."""

    max_topics: Optional[int] = None
    """Topics of a call."""

    mutates_per_second: Optional[int] = None
    """Mutates in any second."""

    pings_per_second: Optional[int] = None
    """Pings of the client in any second."""

    send_within_ms: Optional[int] = None
    """How long a frame may wait for a client that takes nothing."""

    @staticmethod
    def from_dict(obj: Any) -> 'StreamLimits':
        assert isinstance(obj, dict)
        max_adds = from_union([from_int, from_none], obj.get("max_adds"))
        max_held_rows = from_union([from_int, from_none], obj.get("max_held_rows"))
        max_row_bytes = from_union([from_int, from_none], obj.get("max_row_bytes"))
        max_topics = from_union([from_int, from_none], obj.get("max_topics"))
        mutates_per_second = from_union([from_int, from_none], obj.get("mutates_per_second"))
        pings_per_second = from_union([from_int, from_none], obj.get("pings_per_second"))
        send_within_ms = from_union([from_int, from_none], obj.get("send_within_ms"))
        return StreamLimits(max_adds, max_held_rows, max_row_bytes, max_topics, mutates_per_second, pings_per_second, send_within_ms)

    def to_dict(self) -> dict:
        result: dict = {}
        if self.max_adds is not None:
            result["max_adds"] = from_union([from_int, from_none], self.max_adds)
        if self.max_held_rows is not None:
            result["max_held_rows"] = from_union([from_int, from_none], self.max_held_rows)
        if self.max_row_bytes is not None:
            result["max_row_bytes"] = from_union([from_int, from_none], self.max_row_bytes)
        if self.max_topics is not None:
            result["max_topics"] = from_union([from_int, from_none], self.max_topics)
        if self.mutates_per_second is not None:
            result["mutates_per_second"] = from_union([from_int, from_none], self.mutates_per_second)
        if self.pings_per_second is not None:
            result["pings_per_second"] = from_union([from_int, from_none], self.pings_per_second)
        if self.send_within_ms is not None:
            result["send_within_ms"] = from_union([from_int, from_none], self.send_within_ms)
        return result


class StreamOnResume(Enum):
    """What the client does when it comes to the foreground.
    
    What a client does when it comes to the foreground.
    
    It sends a Ping on the wire that it has.
    
    It drops the wire and calls.
    """
    PROBE = "probe"
    RECONNECT = "reconnect"


@dataclass
class StreamPage:
    """How the node reads history.
    
    How a node reads history: so many rows of a wave at once, then a pause.
    """
    every_ms: int
    """The pause."""

    rows: int
    """Rows, of all topics together."""

    @staticmethod
    def from_dict(obj: Any) -> 'StreamPage':
        assert isinstance(obj, dict)
        every_ms = from_int(obj.get("every_ms"))
        rows = from_int(obj.get("rows"))
        return StreamPage(every_ms, rows)

    def to_dict(self) -> dict:
        result: dict = {}
        result["every_ms"] = from_int(self.every_ms)
        result["rows"] = from_int(self.rows)
        return result


class StreamPingWhen(Enum):
    """When the node challenges its client.
    
    When a node challenges its client.
    
    When nothing was sent for an interval.
    
    Then, and two intervals after the last matching Pong at the latest.
    """
    SEND_IDLE = "send_idle"
    UNPROVEN = "unproven"


class StreamResumeFrom(Enum):
    """From where the client resumes what was live.
    
    From where a client resumes a topic that was live.
    
    The live mark of its kind, which is 0 until a live row came.
    
    The highest of that mark, the cursor of the add, and the highest id processed of the
    topic.
    """
    FLOORS = "floors"
    MARKS = "marks"


class StreamRetryStamp(Enum):
    """When the beginning of an attempt is written down.
    
    When a watchdog writes the beginning of an attempt down.
    
    When its stream began, and not again while attempts fail.
    
    At every attempt.
    """
    EACH = "each"
    ONCE = "once"


@dataclass
class StreamWatchdog:
    """The client is a watchdog around an older call (`under_test` is `client`).
    
    A watchdog around a stream without keepalive.
    """
    floor_ms: int
    """Two attempts are at least this far apart."""

    idle_ms: int
    """Silence that trips it."""

    retry_stamp: Optional[StreamRetryStamp] = None
    """When the beginning of an attempt is written down."""

    @staticmethod
    def from_dict(obj: Any) -> 'StreamWatchdog':
        assert isinstance(obj, dict)
        floor_ms = from_int(obj.get("floor_ms"))
        idle_ms = from_int(obj.get("idle_ms"))
        retry_stamp = from_union([StreamRetryStamp, from_none], obj.get("retry_stamp"))
        return StreamWatchdog(floor_ms, idle_ms, retry_stamp)

    def to_dict(self) -> dict:
        result: dict = {}
        result["floor_ms"] = from_int(self.floor_ms)
        result["idle_ms"] = from_int(self.idle_ms)
        if self.retry_stamp is not None:
            result["retry_stamp"] = from_union([lambda x: to_enum(StreamRetryStamp, x), from_none], self.retry_stamp)
        return result


@dataclass
class StreamPolicy:
    """Everything else that node and client are set to. What is left out is as the README says.
    
    Settings of node and client.
    """
    allow: Optional[Dict[str, bool]] = None
    """Topics that may not be read stand here with `false`."""

    backoff: Optional[StreamBackoff] = None
    """How long the client waits before it calls again."""

    fence: Optional[bool] = None
    """The node shows no row before every row with a lower id."""

    grace_ms: Optional[int] = None
    """How long after a suspension the client takes its wire down."""

    limits: Optional[StreamLimits] = None
    """Bounds of the node."""

    on_resume: Optional[StreamOnResume] = None
    """What the client does when it comes to the foreground."""

    page: Optional[StreamPage] = None
    """How the node reads history."""

    ping_when: Optional[StreamPingWhen] = None
    """When the node challenges its client."""

    probe_ms: Optional[int] = None
    """How long the client waits for the answer to a probe."""

    reconcile_ms: Optional[int] = None
    """How often the client compares its cursors with what the node has."""

    remove_cancels: Optional[bool] = None
    """A remove cancels a running `history_only` replay."""

    resume_from: Optional[StreamResumeFrom] = None
    """From where the client resumes what was live."""

    unimplemented: Optional[bool] = None
    """The node does not know the call."""

    watchdog: Optional[StreamWatchdog] = None
    """The client is a watchdog around an older call (`under_test` is `client`)."""

    @staticmethod
    def from_dict(obj: Any) -> 'StreamPolicy':
        assert isinstance(obj, dict)
        allow = from_union([lambda x: from_dict(from_bool, x), from_none], obj.get("allow"))
        backoff = from_union([StreamBackoff.from_dict, from_none], obj.get("backoff"))
        fence = from_union([from_bool, from_none], obj.get("fence"))
        grace_ms = from_union([from_int, from_none], obj.get("grace_ms"))
        limits = from_union([StreamLimits.from_dict, from_none], obj.get("limits"))
        on_resume = from_union([StreamOnResume, from_none], obj.get("on_resume"))
        page = from_union([StreamPage.from_dict, from_none], obj.get("page"))
        ping_when = from_union([StreamPingWhen, from_none], obj.get("ping_when"))
        probe_ms = from_union([from_int, from_none], obj.get("probe_ms"))
        reconcile_ms = from_union([from_int, from_none], obj.get("reconcile_ms"))
        remove_cancels = from_union([from_bool, from_none], obj.get("remove_cancels"))
        resume_from = from_union([StreamResumeFrom, from_none], obj.get("resume_from"))
        unimplemented = from_union([from_bool, from_none], obj.get("unimplemented"))
        watchdog = from_union([StreamWatchdog.from_dict, from_none], obj.get("watchdog"))
        return StreamPolicy(allow, backoff, fence, grace_ms, limits, on_resume, page, ping_when, probe_ms, reconcile_ms, remove_cancels, resume_from, unimplemented, watchdog)

    def to_dict(self) -> dict:
        result: dict = {}
        if self.allow is not None:
            result["allow"] = from_union([lambda x: from_dict(from_bool, x), from_none], self.allow)
        if self.backoff is not None:
            result["backoff"] = from_union([lambda x: to_class(StreamBackoff, x), from_none], self.backoff)
        if self.fence is not None:
            result["fence"] = from_union([from_bool, from_none], self.fence)
        if self.grace_ms is not None:
            result["grace_ms"] = from_union([from_int, from_none], self.grace_ms)
        if self.limits is not None:
            result["limits"] = from_union([lambda x: to_class(StreamLimits, x), from_none], self.limits)
        if self.on_resume is not None:
            result["on_resume"] = from_union([lambda x: to_enum(StreamOnResume, x), from_none], self.on_resume)
        if self.page is not None:
            result["page"] = from_union([lambda x: to_class(StreamPage, x), from_none], self.page)
        if self.ping_when is not None:
            result["ping_when"] = from_union([lambda x: to_enum(StreamPingWhen, x), from_none], self.ping_when)
        if self.probe_ms is not None:
            result["probe_ms"] = from_union([from_int, from_none], self.probe_ms)
        if self.reconcile_ms is not None:
            result["reconcile_ms"] = from_union([from_int, from_none], self.reconcile_ms)
        if self.remove_cancels is not None:
            result["remove_cancels"] = from_union([from_bool, from_none], self.remove_cancels)
        if self.resume_from is not None:
            result["resume_from"] = from_union([lambda x: to_enum(StreamResumeFrom, x), from_none], self.resume_from)
        if self.unimplemented is not None:
            result["unimplemented"] = from_union([from_bool, from_none], self.unimplemented)
        if self.watchdog is not None:
            result["watchdog"] = from_union([lambda x: to_class(StreamWatchdog, x), from_none], self.watchdog)
        return result


class StreamApp(Enum):
    """`app`: something that happens to the client as a whole.
    
    What happens to a client as a whole.
    
    It goes to the background.
    
    It is in the foreground again.
    
    Its process dies and is started again at once.
    
    Its consumers take nothing for now.
    
    They go on.
    
    Its machine stops: no input, no timers.
    
    Its machine goes on.
    
    A watchdog begins.
    """
    CRASH = "crash"
    FREEZE = "freeze"
    PARK = "park"
    RESUME = "resume"
    START = "start"
    SUSPEND = "suspend"
    THAW = "thaw"
    UNPARK = "unpark"


class StreamMode(Enum):
    """How.
    
    How a pipe behaves.
    """
    ACCEPT_THEN_DIE = "accept_then_die"
    BLACKHOLE_DOWN = "blackhole_down"
    BLACKHOLE_UP = "blackhole_up"
    CUT_AFTER = "cut_after"
    HALF_CLOSE = "half_close"
    PROXY_ACK = "proxy_ack"
    STALL = "stall"


@dataclass
class StreamFault:
    """`pipe`: it behaves so from now on.
    
    How a pipe behaves from now on, or until `until_ms`.
    """
    mode: StreamMode
    """How."""

    after_ms: Optional[int] = None
    """`accept_then_die`: how soon."""

    buffer_bytes: Optional[int] = None
    """`stall`: so many bytes are buffered before the node has to wait."""

    frames: Optional[int] = None
    """`cut_after`: so many more frames of the node."""

    until_ms: Optional[int] = None
    """When it behaves as usual again. Calls that were dead stay dead."""

    @staticmethod
    def from_dict(obj: Any) -> 'StreamFault':
        assert isinstance(obj, dict)
        mode = StreamMode(obj.get("mode"))
        after_ms = from_union([from_int, from_none], obj.get("after_ms"))
        buffer_bytes = from_union([from_int, from_none], obj.get("buffer_bytes"))
        frames = from_union([from_int, from_none], obj.get("frames"))
        until_ms = from_union([from_int, from_none], obj.get("until_ms"))
        return StreamFault(mode, after_ms, buffer_bytes, frames, until_ms)

    def to_dict(self) -> dict:
        result: dict = {}
        result["mode"] = to_enum(StreamMode, self.mode)
        if self.after_ms is not None:
            result["after_ms"] = from_union([from_int, from_none], self.after_ms)
        if self.buffer_bytes is not None:
            result["buffer_bytes"] = from_union([from_int, from_none], self.buffer_bytes)
        if self.frames is not None:
            result["frames"] = from_union([from_int, from_none], self.frames)
        if self.until_ms is not None:
            result["until_ms"] = from_union([from_int, from_none], self.until_ms)
        return result


@dataclass
class StreamWish:
    """`app`: a window in the background, with these topics and cursors.
    
    What a consumer wants.
    
    `app`: a consumer wants rows of these topics above these ids.
    """
    consumer: str
    """Its name."""

    topics: List[List[Union[int, str]]]
    """Label and cursor of each topic."""

    @staticmethod
    def from_dict(obj: Any) -> 'StreamWish':
        assert isinstance(obj, dict)
        consumer = from_str(obj.get("consumer"))
        topics = from_list(lambda x: from_list(lambda x: from_union([from_int, from_str], x), x), obj.get("topics"))
        return StreamWish(consumer, topics)

    def to_dict(self) -> dict:
        result: dict = {}
        result["consumer"] = from_str(self.consumer)
        result["topics"] = from_list(lambda x: from_list(lambda x: from_union([from_int, from_str], x), x), self.topics)
        return result


@dataclass
class CatchupComplete:
    mutate_id: Union[int, str]
    """Its id."""

    @staticmethod
    def from_dict(obj: Any) -> 'CatchupComplete':
        assert isinstance(obj, dict)
        mutate_id = from_union([from_int, from_str], obj.get("mutate_id"))
        return CatchupComplete(mutate_id)

    def to_dict(self) -> dict:
        result: dict = {}
        result["mutate_id"] = from_union([from_int, from_str], self.mutate_id)
        return result


@dataclass
class Empty:
    pass

    @staticmethod
    def from_dict(obj: Any) -> 'Empty':
        assert isinstance(obj, dict)
        return Empty()

    def to_dict(self) -> dict:
        result: dict = {}
        return result


@dataclass
class Messages:
    mutate_id: Union[int, str]
    """The lane: the id of a wave, 0 for live."""

    rows: List[List[Union[int, StreamKind]]]
    """The rows."""

    @staticmethod
    def from_dict(obj: Any) -> 'Messages':
        assert isinstance(obj, dict)
        mutate_id = from_union([from_int, from_str], obj.get("mutate_id"))
        rows = from_list(lambda x: from_list(lambda x: from_union([from_int, StreamKind], x), x), obj.get("rows"))
        return Messages(mutate_id, rows)

    def to_dict(self) -> dict:
        result: dict = {}
        result["mutate_id"] = from_union([from_int, from_str], self.mutate_id)
        result["rows"] = from_list(lambda x: from_list(lambda x: from_union([from_int, lambda x: to_enum(StreamKind, x)], x), x), self.rows)
        return result


@dataclass
class Mutate:
    mutate_id: Union[int, str]
    """Its id."""

    adds: Optional[List[List[Union[int, str]]]] = None
    """What to add: label and cursor."""

    history_only: Optional[bool] = None
    """Replay only."""

    removes: Optional[List[str]] = None
    """What to remove."""

    @staticmethod
    def from_dict(obj: Any) -> 'Mutate':
        assert isinstance(obj, dict)
        mutate_id = from_union([from_int, from_str], obj.get("mutate_id"))
        adds = from_union([lambda x: from_list(lambda x: from_list(lambda x: from_union([from_int, from_str], x), x), x), from_none], obj.get("adds"))
        history_only = from_union([from_bool, from_none], obj.get("history_only"))
        removes = from_union([lambda x: from_list(from_str, x), from_none], obj.get("removes"))
        return Mutate(mutate_id, adds, history_only, removes)

    def to_dict(self) -> dict:
        result: dict = {}
        result["mutate_id"] = from_union([from_int, from_str], self.mutate_id)
        if self.adds is not None:
            result["adds"] = from_union([lambda x: from_list(lambda x: from_list(lambda x: from_union([from_int, from_str], x), x), x), from_none], self.adds)
        if self.history_only is not None:
            result["history_only"] = from_union([from_bool, from_none], self.history_only)
        if self.removes is not None:
            result["removes"] = from_union([lambda x: from_list(from_str, x), from_none], self.removes)
        return result


@dataclass
class Ping:
    nonce: Union[int, str]
    """Its nonce."""

    @staticmethod
    def from_dict(obj: Any) -> 'Ping':
        assert isinstance(obj, dict)
        nonce = from_union([from_int, from_str], obj.get("nonce"))
        return Ping(nonce)

    def to_dict(self) -> dict:
        result: dict = {}
        result["nonce"] = from_union([from_int, from_str], self.nonce)
        return result


@dataclass
class Pong:
    nonce: Union[int, str]
    """The nonce of the Ping that it answers."""

    @staticmethod
    def from_dict(obj: Any) -> 'Pong':
        assert isinstance(obj, dict)
        nonce = from_union([from_int, from_str], obj.get("nonce"))
        return Pong(nonce)

    def to_dict(self) -> dict:
        result: dict = {}
        result["nonce"] = from_union([from_int, from_str], self.nonce)
        return result


@dataclass
class Started:
    keepalive_interval_ms: int
    """Its interval."""

    capabilities: Optional[List[int]] = None
    """Optional features."""

    @staticmethod
    def from_dict(obj: Any) -> 'Started':
        assert isinstance(obj, dict)
        keepalive_interval_ms = from_int(obj.get("keepalive_interval_ms"))
        capabilities = from_union([lambda x: from_list(from_int, x), from_none], obj.get("capabilities"))
        return Started(keepalive_interval_ms, capabilities)

    def to_dict(self) -> dict:
        result: dict = {}
        result["keepalive_interval_ms"] = from_int(self.keepalive_interval_ms)
        if self.capabilities is not None:
            result["capabilities"] = from_union([lambda x: from_list(from_int, x), from_none], self.capabilities)
        return result


@dataclass
class TopicsLive:
    topics: List[str]
    """Labels."""

    @staticmethod
    def from_dict(obj: Any) -> 'TopicsLive':
        assert isinstance(obj, dict)
        topics = from_list(from_str, obj.get("topics"))
        return TopicsLive(topics)

    def to_dict(self) -> dict:
        result: dict = {}
        result["topics"] = from_list(from_str, self.topics)
        return result


@dataclass
class UnknownVersion:
    pass

    @staticmethod
    def from_dict(obj: Any) -> 'UnknownVersion':
        assert isinstance(obj, dict)
        return UnknownVersion()

    def to_dict(self) -> dict:
        result: dict = {}
        return result


@dataclass
class StreamFrame:
    """`client` or `node`: this is sent.
    
    A frame of a script. Topics are labels.
    
    From the client: changes the topics.
    
    From the node: the first frame of a call.
    
    From the node: rows of one lane.
    
    From the node: these topics were replayed.
    
    From the node: acknowledges a Mutate.
    
    From either.
    
    From the client: V1 without any request in it.
    
    From the client: no version, or one that nobody knows.
    """
    mutate: Optional[Mutate] = None
    started: Optional[Started] = None
    messages: Optional[Messages] = None
    topics_live: Optional[TopicsLive] = None
    catchup_complete: Optional[CatchupComplete] = None
    ping: Optional[Ping] = None
    pong: Optional[Pong] = None
    empty: Optional[Empty] = None
    unknown_version: Optional[UnknownVersion] = None

    @staticmethod
    def from_dict(obj: Any) -> 'StreamFrame':
        assert isinstance(obj, dict)
        mutate = from_union([Mutate.from_dict, from_none], obj.get("mutate"))
        started = from_union([Started.from_dict, from_none], obj.get("started"))
        messages = from_union([Messages.from_dict, from_none], obj.get("messages"))
        topics_live = from_union([TopicsLive.from_dict, from_none], obj.get("topics_live"))
        catchup_complete = from_union([CatchupComplete.from_dict, from_none], obj.get("catchup_complete"))
        ping = from_union([Ping.from_dict, from_none], obj.get("ping"))
        pong = from_union([Pong.from_dict, from_none], obj.get("pong"))
        empty = from_union([Empty.from_dict, from_none], obj.get("empty"))
        unknown_version = from_union([UnknownVersion.from_dict, from_none], obj.get("unknown_version"))
        return StreamFrame(mutate, started, messages, topics_live, catchup_complete, ping, pong, empty, unknown_version)

    def to_dict(self) -> dict:
        result: dict = {}
        if self.mutate is not None:
            result["mutate"] = from_union([lambda x: to_class(Mutate, x), from_none], self.mutate)
        if self.started is not None:
            result["started"] = from_union([lambda x: to_class(Started, x), from_none], self.started)
        if self.messages is not None:
            result["messages"] = from_union([lambda x: to_class(Messages, x), from_none], self.messages)
        if self.topics_live is not None:
            result["topics_live"] = from_union([lambda x: to_class(TopicsLive, x), from_none], self.topics_live)
        if self.catchup_complete is not None:
            result["catchup_complete"] = from_union([lambda x: to_class(CatchupComplete, x), from_none], self.catchup_complete)
        if self.ping is not None:
            result["ping"] = from_union([lambda x: to_class(Ping, x), from_none], self.ping)
        if self.pong is not None:
            result["pong"] = from_union([lambda x: to_class(Pong, x), from_none], self.pong)
        if self.empty is not None:
            result["empty"] = from_union([lambda x: to_class(Empty, x), from_none], self.empty)
        if self.unknown_version is not None:
            result["unknown_version"] = from_union([lambda x: to_class(UnknownVersion, x), from_none], self.unknown_version)
        return result


class StreamFrom(Enum):
    """Who.
    
    Who does something.
    """
    APP = "app"
    CLIENT = "client"
    NODE = "node"
    PIPE = "pipe"


@dataclass
class StreamStep:
    """Something that happens: `from` says by whom, and exactly one of the members after `call`
    what.
    """
    at_ms: int
    """When."""

    stream_step_from: StreamFrom
    """Who."""

    answers: Optional[bool] = None
    """`client`: from now on it answers Pings at once, or does not. It does from the beginning."""

    app: Optional[StreamApp] = None
    """`app`: something that happens to the client as a whole."""

    call: Optional[int] = None
    """Of `node` steps of a client's test: on which of the client's calls, from 1. If that is
    not open, nothing happens.
    """
    cancel: Optional[bool] = None
    """`client`: it gives the call up."""

    close: Optional[str] = None
    """`node`: the call ends with this gRPC status. `pipe`: all calls do."""

    fault: Optional[StreamFault] = None
    """`pipe`: it behaves so from now on."""

    fetch: Optional[StreamWish] = None
    """`app`: a window in the background, with these topics and cursors."""

    frame: Optional[StreamFrame] = None
    """`client` or `node`: this is sent."""

    half_close: Optional[bool] = None
    """`client`: it sends nothing more."""

    label: Optional[str] = None
    """Name that expectations refer to."""

    lose: Optional[str] = None
    """`node`: it loses its registrations of this topic and goes on."""

    open: Optional[bool] = None
    """`client`: it calls."""

    subscribe: Optional[StreamWish] = None
    """`app`: a consumer wants rows of these topics above these ids."""

    unsubscribe: Optional[List[str]] = None
    """`app`: nobody wants these topics any more."""

    @staticmethod
    def from_dict(obj: Any) -> 'StreamStep':
        assert isinstance(obj, dict)
        at_ms = from_int(obj.get("at_ms"))
        stream_step_from = StreamFrom(obj.get("from"))
        answers = from_union([from_bool, from_none], obj.get("answers"))
        app = from_union([StreamApp, from_none], obj.get("app"))
        call = from_union([from_int, from_none], obj.get("call"))
        cancel = from_union([from_bool, from_none], obj.get("cancel"))
        close = from_union([from_str, from_none], obj.get("close"))
        fault = from_union([StreamFault.from_dict, from_none], obj.get("fault"))
        fetch = from_union([StreamWish.from_dict, from_none], obj.get("fetch"))
        frame = from_union([StreamFrame.from_dict, from_none], obj.get("frame"))
        half_close = from_union([from_bool, from_none], obj.get("half_close"))
        label = from_union([from_str, from_none], obj.get("label"))
        lose = from_union([from_str, from_none], obj.get("lose"))
        open = from_union([from_bool, from_none], obj.get("open"))
        subscribe = from_union([StreamWish.from_dict, from_none], obj.get("subscribe"))
        unsubscribe = from_union([lambda x: from_list(from_str, x), from_none], obj.get("unsubscribe"))
        return StreamStep(at_ms, stream_step_from, answers, app, call, cancel, close, fault, fetch, frame, half_close, label, lose, open, subscribe, unsubscribe)

    def to_dict(self) -> dict:
        result: dict = {}
        result["at_ms"] = from_int(self.at_ms)
        result["from"] = to_enum(StreamFrom, self.stream_step_from)
        if self.answers is not None:
            result["answers"] = from_union([from_bool, from_none], self.answers)
        if self.app is not None:
            result["app"] = from_union([lambda x: to_enum(StreamApp, x), from_none], self.app)
        if self.call is not None:
            result["call"] = from_union([from_int, from_none], self.call)
        if self.cancel is not None:
            result["cancel"] = from_union([from_bool, from_none], self.cancel)
        if self.close is not None:
            result["close"] = from_union([from_str, from_none], self.close)
        if self.fault is not None:
            result["fault"] = from_union([lambda x: to_class(StreamFault, x), from_none], self.fault)
        if self.fetch is not None:
            result["fetch"] = from_union([lambda x: to_class(StreamWish, x), from_none], self.fetch)
        if self.frame is not None:
            result["frame"] = from_union([lambda x: to_class(StreamFrame, x), from_none], self.frame)
        if self.half_close is not None:
            result["half_close"] = from_union([from_bool, from_none], self.half_close)
        if self.label is not None:
            result["label"] = from_union([from_str, from_none], self.label)
        if self.lose is not None:
            result["lose"] = from_union([from_str, from_none], self.lose)
        if self.open is not None:
            result["open"] = from_union([from_bool, from_none], self.open)
        if self.subscribe is not None:
            result["subscribe"] = from_union([lambda x: to_class(StreamWish, x), from_none], self.subscribe)
        if self.unsubscribe is not None:
            result["unsubscribe"] = from_union([lambda x: from_list(from_str, x), from_none], self.unsubscribe)
        return result


@dataclass
class StreamInput:
    """Input.
    
    What is tested, with what, and what happens.
    """
    binding: StreamBinding
    """The API: `v3`, with one cursor per topic."""

    end_ms: int
    """When the test is over."""

    interval_ms: int
    """The node's keepalive interval I."""

    log: List[StreamRow]
    """Rows that the node has, in the order in which they become visible."""

    policy: StreamPolicy
    """Everything else that node and client are set to. What is left out is as the README says."""

    pong_deadline_ms: int
    """The node's deadline D for a matching Pong."""

    script: List[StreamStep]
    """What happens, in order."""

    topics: Dict[str, str]
    """Topics by label, as hex: a byte for the kind, then an identifier."""

    under_test: StreamMachine
    """Whose behaviour is judged."""

    watchdog_n: int
    """The client gives a wire up after so many intervals of silence (N, at least 1)."""

    @staticmethod
    def from_dict(obj: Any) -> 'StreamInput':
        assert isinstance(obj, dict)
        binding = StreamBinding(obj.get("binding"))
        end_ms = from_int(obj.get("end_ms"))
        interval_ms = from_int(obj.get("interval_ms"))
        log = from_list(StreamRow.from_dict, obj.get("log"))
        policy = StreamPolicy.from_dict(obj.get("policy"))
        pong_deadline_ms = from_int(obj.get("pong_deadline_ms"))
        script = from_list(StreamStep.from_dict, obj.get("script"))
        topics = from_dict(from_str, obj.get("topics"))
        under_test = StreamMachine(obj.get("under_test"))
        watchdog_n = from_int(obj.get("watchdog_n"))
        return StreamInput(binding, end_ms, interval_ms, log, policy, pong_deadline_ms, script, topics, under_test, watchdog_n)

    def to_dict(self) -> dict:
        result: dict = {}
        result["binding"] = to_enum(StreamBinding, self.binding)
        result["end_ms"] = from_int(self.end_ms)
        result["interval_ms"] = from_int(self.interval_ms)
        result["log"] = from_list(lambda x: to_class(StreamRow, x), self.log)
        result["policy"] = to_class(StreamPolicy, self.policy)
        result["pong_deadline_ms"] = from_int(self.pong_deadline_ms)
        result["script"] = from_list(lambda x: to_class(StreamStep, x), self.script)
        result["topics"] = from_dict(from_str, self.topics)
        result["under_test"] = to_enum(StreamMachine, self.under_test)
        result["watchdog_n"] = from_int(self.watchdog_n)
        return result


@dataclass
class StreamTest:
    """One test."""

    comment: str
    """One sentence."""

    flags: List[str]
    """At least one key of `notes`; one test shows one thing."""

    id: str
    """Stable id: topic prefix and four digits."""

    input: StreamInput
    """Input."""

    result: Outcome
    """What is demanded."""

    expect: Optional[StreamExpect] = None
    """Of a valid test; all members are compared."""

    expected_by_policy: Optional[Dict[str, StreamAnswer]] = None
    """Of a policy test: by policy id."""

    now: Optional[int] = None
    """Unix seconds of the judgement, where it is not the group's."""

    parent: Optional[str] = None
    """The valid test that this invalid or deferred one is like, but for what its flag names; a
    `group-event` test with another `after` is elsewhere in the story, too.
    """
    reason: Optional[Reason] = None
    """Of an invalid or deferred test."""

    reasons_any: Optional[List[Reason]] = None
    """Instead of `reason` where the order of checks is free; all of one stage."""

    stage: Optional[Stage] = None
    """Of an invalid or deferred test: the stage of its reason."""

    tag: Optional[str] = None
    """The tag that a tag reason is about, also one in `expected_by_policy` or `expect`."""

    verified_by: Optional[List[StackVoice]] = None
    """Stacks that passed this test when it was emitted; of an invalid test, those that refused
    it for the stated reason.
    """
    x_refused_by: Optional[List[StackVoice]] = None
    """Stacks that refused this invalid test and did not say why. Not read back."""

    @staticmethod
    def from_dict(obj: Any) -> 'StreamTest':
        assert isinstance(obj, dict)
        comment = from_str(obj.get("comment"))
        flags = from_list(from_str, obj.get("flags"))
        id = from_str(obj.get("id"))
        input = StreamInput.from_dict(obj.get("input"))
        result = Outcome(obj.get("result"))
        expect = from_union([StreamExpect.from_dict, from_none], obj.get("expect"))
        expected_by_policy = from_union([lambda x: from_dict(StreamAnswer.from_dict, x), from_none], obj.get("expected_by_policy"))
        now = from_union([from_int, from_none], obj.get("now"))
        parent = from_union([from_str, from_none], obj.get("parent"))
        reason = from_union([Reason, from_none], obj.get("reason"))
        reasons_any = from_union([lambda x: from_list(Reason, x), from_none], obj.get("reasons_any"))
        stage = from_union([Stage, from_none], obj.get("stage"))
        tag = from_union([from_str, from_none], obj.get("tag"))
        verified_by = from_union([lambda x: from_list(StackVoice.from_dict, x), from_none], obj.get("verified_by"))
        x_refused_by = from_union([lambda x: from_list(StackVoice.from_dict, x), from_none], obj.get("x_refused_by"))
        return StreamTest(comment, flags, id, input, result, expect, expected_by_policy, now, parent, reason, reasons_any, stage, tag, verified_by, x_refused_by)

    def to_dict(self) -> dict:
        result: dict = {}
        result["comment"] = from_str(self.comment)
        result["flags"] = from_list(from_str, self.flags)
        result["id"] = from_str(self.id)
        result["input"] = to_class(StreamInput, self.input)
        result["result"] = to_enum(Outcome, self.result)
        if self.expect is not None:
            result["expect"] = from_union([lambda x: to_class(StreamExpect, x), from_none], self.expect)
        if self.expected_by_policy is not None:
            result["expected_by_policy"] = from_union([lambda x: from_dict(lambda x: to_class(StreamAnswer, x), x), from_none], self.expected_by_policy)
        if self.now is not None:
            result["now"] = from_union([from_int, from_none], self.now)
        if self.parent is not None:
            result["parent"] = from_union([from_str, from_none], self.parent)
        if self.reason is not None:
            result["reason"] = from_union([lambda x: to_enum(Reason, x), from_none], self.reason)
        if self.reasons_any is not None:
            result["reasons_any"] = from_union([lambda x: from_list(lambda x: to_enum(Reason, x), x), from_none], self.reasons_any)
        if self.stage is not None:
            result["stage"] = from_union([lambda x: to_enum(Stage, x), from_none], self.stage)
        if self.tag is not None:
            result["tag"] = from_union([from_str, from_none], self.tag)
        if self.verified_by is not None:
            result["verified_by"] = from_union([lambda x: from_list(lambda x: to_class(StackVoice, x), x), from_none], self.verified_by)
        if self.x_refused_by is not None:
            result["x_refused_by"] = from_union([lambda x: from_list(lambda x: to_class(StackVoice, x), x), from_none], self.x_refused_by)
        return result


@dataclass
class StreamGroup:
    """Tests that share a time."""

    now: int
    """Unix seconds of the judgement."""

    tests: List[StreamTest]
    """Tests."""

    @staticmethod
    def from_dict(obj: Any) -> 'StreamGroup':
        assert isinstance(obj, dict)
        now = from_int(obj.get("now"))
        tests = from_list(StreamTest.from_dict, obj.get("tests"))
        return StreamGroup(now, tests)

    def to_dict(self) -> dict:
        result: dict = {}
        result["now"] = from_int(self.now)
        result["tests"] = from_list(lambda x: to_class(StreamTest, x), self.tests)
        return result


@dataclass
class StreamFile:
    """One vector file: one topic, one profile."""

    format: str
    """`marmot-vectors/1`"""

    generator: Generator
    """What wrote the file."""

    groups: List[StreamGroup]
    """Tests that share a time."""

    notes: Dict[str, Note]
    """What the flags mean."""

    profile: str
    """Wire profile."""

    spec: Spec
    """The text that is tested."""

    suite_version: str
    """Version of the set."""

    synthetic_secrets: bool
    """Every private key in the file was made for it."""

    test_count: int
    """Number of tests."""

    topic: str
    """Topic; decides the members of `input` and `expect`."""

    @staticmethod
    def from_dict(obj: Any) -> 'StreamFile':
        assert isinstance(obj, dict)
        format = from_str(obj.get("format"))
        generator = Generator.from_dict(obj.get("generator"))
        groups = from_list(StreamGroup.from_dict, obj.get("groups"))
        notes = from_dict(Note.from_dict, obj.get("notes"))
        profile = from_str(obj.get("profile"))
        spec = Spec.from_dict(obj.get("spec"))
        suite_version = from_str(obj.get("suite_version"))
        synthetic_secrets = from_bool(obj.get("synthetic_secrets"))
        test_count = from_int(obj.get("test_count"))
        topic = from_str(obj.get("topic"))
        return StreamFile(format, generator, groups, notes, profile, spec, suite_version, synthetic_secrets, test_count, topic)

    def to_dict(self) -> dict:
        result: dict = {}
        result["format"] = from_str(self.format)
        result["generator"] = to_class(Generator, self.generator)
        result["groups"] = from_list(lambda x: to_class(StreamGroup, x), self.groups)
        result["notes"] = from_dict(lambda x: to_class(Note, x), self.notes)
        result["profile"] = from_str(self.profile)
        result["spec"] = to_class(Spec, self.spec)
        result["suite_version"] = from_str(self.suite_version)
        result["synthetic_secrets"] = from_bool(self.synthetic_secrets)
        result["test_count"] = from_int(self.test_count)
        result["topic"] = from_str(self.topic)
        return result


@dataclass
class RatchetThen:
    """What comes after the trace, and where it leads.
    
    What comes after a trace, and where it leads.
    """
    selection: Dict[str, str]
    """By device: on what it sends next."""

    trace: List[List[str]]
    """More events."""

    @staticmethod
    def from_dict(obj: Any) -> 'RatchetThen':
        assert isinstance(obj, dict)
        selection = from_dict(from_str, obj.get("selection"))
        trace = from_list(lambda x: from_list(from_str, x), obj.get("trace"))
        return RatchetThen(selection, trace)

    def to_dict(self) -> dict:
        result: dict = {}
        result["selection"] = from_dict(from_str, self.selection)
        result["trace"] = from_list(lambda x: from_list(from_str, x), self.trace)
        return result


@dataclass
class TreeExpect:
    """Of a valid test; all members are compared.
    
    The world at the end of the trace.
    
    It succeeds.
    """
    fork_depth: int
    """Over all pairs of tips of one root: the shorter way from their fork to a tip."""

    quiescent: bool
    """Nothing is enabled but steps, messages, rolls and removals."""

    selection: Dict[str, str]
    """By device: on what it sends next."""

    tips: List[str]
    """Nodes that nothing grew on, in the order of names."""

    leaked: Optional[Dict[str, List[str]]] = None
    """By removed device: steps that it has opened and some living sibling has not."""

    lost: Optional[List[str]] = None
    """In a quiescent world: steps that no living device of the other user has opened."""

    reused: Optional[List[List[Union[int, str]]]] = None
    """Node and index of symmetric messages that share them with others."""

    then: Optional[RatchetThen] = None
    """What comes after the trace, and where it leads."""

    @staticmethod
    def from_dict(obj: Any) -> 'TreeExpect':
        assert isinstance(obj, dict)
        fork_depth = from_int(obj.get("fork_depth"))
        quiescent = from_bool(obj.get("quiescent"))
        selection = from_dict(from_str, obj.get("selection"))
        tips = from_list(from_str, obj.get("tips"))
        leaked = from_union([lambda x: from_dict(lambda x: from_list(from_str, x), x), from_none], obj.get("leaked"))
        lost = from_union([lambda x: from_list(from_str, x), from_none], obj.get("lost"))
        reused = from_union([lambda x: from_list(lambda x: from_list(lambda x: from_union([from_int, from_str], x), x), x), from_none], obj.get("reused"))
        then = from_union([RatchetThen.from_dict, from_none], obj.get("then"))
        return TreeExpect(fork_depth, quiescent, selection, tips, leaked, lost, reused, then)

    def to_dict(self) -> dict:
        result: dict = {}
        result["fork_depth"] = from_int(self.fork_depth)
        result["quiescent"] = from_bool(self.quiescent)
        result["selection"] = from_dict(from_str, self.selection)
        result["tips"] = from_list(from_str, self.tips)
        if self.leaked is not None:
            result["leaked"] = from_union([lambda x: from_dict(lambda x: from_list(from_str, x), x), from_none], self.leaked)
        if self.lost is not None:
            result["lost"] = from_union([lambda x: from_list(from_str, x), from_none], self.lost)
        if self.reused is not None:
            result["reused"] = from_union([lambda x: from_list(lambda x: from_list(lambda x: from_union([from_int, from_str], x), x), x), from_none], self.reused)
        if self.then is not None:
            result["then"] = from_union([lambda x: to_class(RatchetThen, x), from_none], self.then)
        return result


@dataclass
class TreeAnswer:
    """What is expected under one policy.
    
    Of a valid test; all members are compared.
    
    The world at the end of the trace.
    
    It succeeds.
    
    It fails.
    """
    fork_depth: Optional[int] = None
    """Over all pairs of tips of one root: the shorter way from their fork to a tip."""

    leaked: Optional[Dict[str, List[str]]] = None
    """By removed device: steps that it has opened and some living sibling has not."""

    lost: Optional[List[str]] = None
    """In a quiescent world: steps that no living device of the other user has opened."""

    quiescent: Optional[bool] = None
    """Nothing is enabled but steps, messages, rolls and removals."""

    reused: Optional[List[List[Union[int, str]]]] = None
    """Node and index of symmetric messages that share them with others."""

    selection: Optional[Dict[str, str]] = None
    """By device: on what it sends next."""

    then: Optional[RatchetThen] = None
    """What comes after the trace, and where it leads."""

    tips: Optional[List[str]] = None
    """Nodes that nothing grew on, in the order of names."""

    reason: Optional[Reason] = None
    """Why."""

    stage: Optional[Stage] = None
    """The stage of the reason."""

    @staticmethod
    def from_dict(obj: Any) -> 'TreeAnswer':
        assert isinstance(obj, dict)
        fork_depth = from_union([from_int, from_none], obj.get("fork_depth"))
        leaked = from_union([lambda x: from_dict(lambda x: from_list(from_str, x), x), from_none], obj.get("leaked"))
        lost = from_union([lambda x: from_list(from_str, x), from_none], obj.get("lost"))
        quiescent = from_union([from_bool, from_none], obj.get("quiescent"))
        reused = from_union([lambda x: from_list(lambda x: from_list(lambda x: from_union([from_int, from_str], x), x), x), from_none], obj.get("reused"))
        selection = from_union([lambda x: from_dict(from_str, x), from_none], obj.get("selection"))
        then = from_union([RatchetThen.from_dict, from_none], obj.get("then"))
        tips = from_union([lambda x: from_list(from_str, x), from_none], obj.get("tips"))
        reason = from_union([Reason, from_none], obj.get("reason"))
        stage = from_union([Stage, from_none], obj.get("stage"))
        return TreeAnswer(fork_depth, leaked, lost, quiescent, reused, selection, then, tips, reason, stage)

    def to_dict(self) -> dict:
        result: dict = {}
        if self.fork_depth is not None:
            result["fork_depth"] = from_union([from_int, from_none], self.fork_depth)
        if self.leaked is not None:
            result["leaked"] = from_union([lambda x: from_dict(lambda x: from_list(from_str, x), x), from_none], self.leaked)
        if self.lost is not None:
            result["lost"] = from_union([lambda x: from_list(from_str, x), from_none], self.lost)
        if self.quiescent is not None:
            result["quiescent"] = from_union([from_bool, from_none], self.quiescent)
        if self.reused is not None:
            result["reused"] = from_union([lambda x: from_list(lambda x: from_list(lambda x: from_union([from_int, from_str], x), x), x), from_none], self.reused)
        if self.selection is not None:
            result["selection"] = from_union([lambda x: from_dict(from_str, x), from_none], self.selection)
        if self.then is not None:
            result["then"] = from_union([lambda x: to_class(RatchetThen, x), from_none], self.then)
        if self.tips is not None:
            result["tips"] = from_union([lambda x: from_list(from_str, x), from_none], self.tips)
        if self.reason is not None:
            result["reason"] = from_union([lambda x: to_enum(Reason, x), from_none], self.reason)
        if self.stage is not None:
            result["stage"] = from_union([lambda x: to_enum(Stage, x), from_none], self.stage)
        return result


@dataclass
class RatchetCycle:
    """The trace repeats itself.
    
    After round `from` + `rounds` the world is what it was after round `from`, deeper.
    """
    ends: List[int]
    """By round: how many events of the trace have happened at its end."""

    ratchet_cycle_from: int
    """The round after which the cycle begins, from 1."""

    rounds: int
    """Its length in rounds."""

    shift: int
    """By how many levels the tree has grown."""

    @staticmethod
    def from_dict(obj: Any) -> 'RatchetCycle':
        assert isinstance(obj, dict)
        ends = from_list(from_int, obj.get("ends"))
        ratchet_cycle_from = from_int(obj.get("from"))
        rounds = from_int(obj.get("rounds"))
        shift = from_int(obj.get("shift"))
        return RatchetCycle(ends, ratchet_cycle_from, rounds, shift)

    def to_dict(self) -> dict:
        result: dict = {}
        result["ends"] = from_list(from_int, self.ends)
        result["from"] = from_int(self.ratchet_cycle_from)
        result["rounds"] = from_int(self.rounds)
        result["shift"] = from_int(self.shift)
        return result


@dataclass
class TreeInput:
    """Input.
    
    A world, and what happens in it.
    """
    m: int
    """Devices of A."""

    n: int
    """Devices of B."""

    policy: RatchetPolicy
    """The switches."""

    steps_max: int
    """How many DH steps each device can make."""

    trace: List[List[str]]
    """Events: a verb, the device, then nodes."""

    cycle: Optional[RatchetCycle] = None
    """The trace repeats itself."""

    @staticmethod
    def from_dict(obj: Any) -> 'TreeInput':
        assert isinstance(obj, dict)
        m = from_int(obj.get("m"))
        n = from_int(obj.get("n"))
        policy = RatchetPolicy.from_dict(obj.get("policy"))
        steps_max = from_int(obj.get("steps_max"))
        trace = from_list(lambda x: from_list(from_str, x), obj.get("trace"))
        cycle = from_union([RatchetCycle.from_dict, from_none], obj.get("cycle"))
        return TreeInput(m, n, policy, steps_max, trace, cycle)

    def to_dict(self) -> dict:
        result: dict = {}
        result["m"] = from_int(self.m)
        result["n"] = from_int(self.n)
        result["policy"] = to_class(RatchetPolicy, self.policy)
        result["steps_max"] = from_int(self.steps_max)
        result["trace"] = from_list(lambda x: from_list(from_str, x), self.trace)
        if self.cycle is not None:
            result["cycle"] = from_union([lambda x: to_class(RatchetCycle, x), from_none], self.cycle)
        return result


@dataclass
class TreeTest:
    """One test."""

    comment: str
    """One sentence."""

    flags: List[str]
    """At least one key of `notes`; one test shows one thing."""

    id: str
    """Stable id: topic prefix and four digits."""

    input: TreeInput
    """Input."""

    result: Outcome
    """What is demanded."""

    expect: Optional[TreeExpect] = None
    """Of a valid test; all members are compared."""

    expected_by_policy: Optional[Dict[str, TreeAnswer]] = None
    """Of a policy test: by policy id."""

    now: Optional[int] = None
    """Unix seconds of the judgement, where it is not the group's."""

    parent: Optional[str] = None
    """The valid test that this invalid or deferred one is like, but for what its flag names; a
    `group-event` test with another `after` is elsewhere in the story, too.
    """
    reason: Optional[Reason] = None
    """Of an invalid or deferred test."""

    reasons_any: Optional[List[Reason]] = None
    """Instead of `reason` where the order of checks is free; all of one stage."""

    stage: Optional[Stage] = None
    """Of an invalid or deferred test: the stage of its reason."""

    tag: Optional[str] = None
    """The tag that a tag reason is about, also one in `expected_by_policy` or `expect`."""

    verified_by: Optional[List[StackVoice]] = None
    """Stacks that passed this test when it was emitted; of an invalid test, those that refused
    it for the stated reason.
    """
    x_refused_by: Optional[List[StackVoice]] = None
    """Stacks that refused this invalid test and did not say why. Not read back."""

    @staticmethod
    def from_dict(obj: Any) -> 'TreeTest':
        assert isinstance(obj, dict)
        comment = from_str(obj.get("comment"))
        flags = from_list(from_str, obj.get("flags"))
        id = from_str(obj.get("id"))
        input = TreeInput.from_dict(obj.get("input"))
        result = Outcome(obj.get("result"))
        expect = from_union([TreeExpect.from_dict, from_none], obj.get("expect"))
        expected_by_policy = from_union([lambda x: from_dict(TreeAnswer.from_dict, x), from_none], obj.get("expected_by_policy"))
        now = from_union([from_int, from_none], obj.get("now"))
        parent = from_union([from_str, from_none], obj.get("parent"))
        reason = from_union([Reason, from_none], obj.get("reason"))
        reasons_any = from_union([lambda x: from_list(Reason, x), from_none], obj.get("reasons_any"))
        stage = from_union([Stage, from_none], obj.get("stage"))
        tag = from_union([from_str, from_none], obj.get("tag"))
        verified_by = from_union([lambda x: from_list(StackVoice.from_dict, x), from_none], obj.get("verified_by"))
        x_refused_by = from_union([lambda x: from_list(StackVoice.from_dict, x), from_none], obj.get("x_refused_by"))
        return TreeTest(comment, flags, id, input, result, expect, expected_by_policy, now, parent, reason, reasons_any, stage, tag, verified_by, x_refused_by)

    def to_dict(self) -> dict:
        result: dict = {}
        result["comment"] = from_str(self.comment)
        result["flags"] = from_list(from_str, self.flags)
        result["id"] = from_str(self.id)
        result["input"] = to_class(TreeInput, self.input)
        result["result"] = to_enum(Outcome, self.result)
        if self.expect is not None:
            result["expect"] = from_union([lambda x: to_class(TreeExpect, x), from_none], self.expect)
        if self.expected_by_policy is not None:
            result["expected_by_policy"] = from_union([lambda x: from_dict(lambda x: to_class(TreeAnswer, x), x), from_none], self.expected_by_policy)
        if self.now is not None:
            result["now"] = from_union([from_int, from_none], self.now)
        if self.parent is not None:
            result["parent"] = from_union([from_str, from_none], self.parent)
        if self.reason is not None:
            result["reason"] = from_union([lambda x: to_enum(Reason, x), from_none], self.reason)
        if self.reasons_any is not None:
            result["reasons_any"] = from_union([lambda x: from_list(lambda x: to_enum(Reason, x), x), from_none], self.reasons_any)
        if self.stage is not None:
            result["stage"] = from_union([lambda x: to_enum(Stage, x), from_none], self.stage)
        if self.tag is not None:
            result["tag"] = from_union([from_str, from_none], self.tag)
        if self.verified_by is not None:
            result["verified_by"] = from_union([lambda x: from_list(lambda x: to_class(StackVoice, x), x), from_none], self.verified_by)
        if self.x_refused_by is not None:
            result["x_refused_by"] = from_union([lambda x: from_list(lambda x: to_class(StackVoice, x), x), from_none], self.x_refused_by)
        return result


@dataclass
class TreeGroup:
    """Tests that share a time."""

    now: int
    """Unix seconds of the judgement."""

    tests: List[TreeTest]
    """Tests."""

    @staticmethod
    def from_dict(obj: Any) -> 'TreeGroup':
        assert isinstance(obj, dict)
        now = from_int(obj.get("now"))
        tests = from_list(TreeTest.from_dict, obj.get("tests"))
        return TreeGroup(now, tests)

    def to_dict(self) -> dict:
        result: dict = {}
        result["now"] = from_int(self.now)
        result["tests"] = from_list(lambda x: to_class(TreeTest, x), self.tests)
        return result


@dataclass
class TreeFile:
    """One vector file: one topic, one profile."""

    format: str
    """`marmot-vectors/1`"""

    generator: Generator
    """What wrote the file."""

    groups: List[TreeGroup]
    """Tests that share a time."""

    notes: Dict[str, Note]
    """What the flags mean."""

    profile: str
    """Wire profile."""

    spec: Spec
    """The text that is tested."""

    suite_version: str
    """Version of the set."""

    synthetic_secrets: bool
    """Every private key in the file was made for it."""

    test_count: int
    """Number of tests."""

    topic: str
    """Topic; decides the members of `input` and `expect`."""

    @staticmethod
    def from_dict(obj: Any) -> 'TreeFile':
        assert isinstance(obj, dict)
        format = from_str(obj.get("format"))
        generator = Generator.from_dict(obj.get("generator"))
        groups = from_list(TreeGroup.from_dict, obj.get("groups"))
        notes = from_dict(Note.from_dict, obj.get("notes"))
        profile = from_str(obj.get("profile"))
        spec = Spec.from_dict(obj.get("spec"))
        suite_version = from_str(obj.get("suite_version"))
        synthetic_secrets = from_bool(obj.get("synthetic_secrets"))
        test_count = from_int(obj.get("test_count"))
        topic = from_str(obj.get("topic"))
        return TreeFile(format, generator, groups, notes, profile, spec, suite_version, synthetic_secrets, test_count, topic)

    def to_dict(self) -> dict:
        result: dict = {}
        result["format"] = from_str(self.format)
        result["generator"] = to_class(Generator, self.generator)
        result["groups"] = from_list(lambda x: to_class(TreeGroup, x), self.groups)
        result["notes"] = from_dict(lambda x: to_class(Note, x), self.notes)
        result["profile"] = from_str(self.profile)
        result["spec"] = to_class(Spec, self.spec)
        result["suite_version"] = from_str(self.suite_version)
        result["synthetic_secrets"] = from_bool(self.synthetic_secrets)
        result["test_count"] = from_int(self.test_count)
        result["topic"] = from_str(self.topic)
        return result


@dataclass
class DeliveryClass:
    """It fails, and leaves no trace."""

    rejected: Reason

    @staticmethod
    def from_dict(obj: Any) -> 'DeliveryClass':
        assert isinstance(obj, dict)
        rejected = Reason(obj.get("rejected"))
        return DeliveryClass(rejected)

    def to_dict(self) -> dict:
        result: dict = {}
        result["rejected"] = to_enum(Reason, self.rejected)
        return result


class DeliveryEnum(Enum):
    """The device became a member.
    
    It is not meant for this device.
    
    The device joined that group before, from this Welcome or another.
    """
    DUPLICATE = "duplicate"
    IGNORED = "ignored"
    JOINED = "joined"


@dataclass
class WelcomeFanoutExpect:
    """Of a valid test; all members are compared.
    
    What becomes of each delivery.
    
    It succeeds.
    """
    leaves: int
    """Leaves of the group that was joined last; 0 if none was."""

    outcomes: List[Union[DeliveryClass, DeliveryEnum]]
    """One outcome for each delivery."""

    @staticmethod
    def from_dict(obj: Any) -> 'WelcomeFanoutExpect':
        assert isinstance(obj, dict)
        leaves = from_int(obj.get("leaves"))
        outcomes = from_list(lambda x: from_union([DeliveryClass.from_dict, DeliveryEnum], x), obj.get("outcomes"))
        return WelcomeFanoutExpect(leaves, outcomes)

    def to_dict(self) -> dict:
        result: dict = {}
        result["leaves"] = from_int(self.leaves)
        result["outcomes"] = from_list(lambda x: from_union([lambda x: to_class(DeliveryClass, x), lambda x: to_enum(DeliveryEnum, x)], x), self.outcomes)
        return result


@dataclass
class WelcomeFanoutAnswer:
    """What is expected under one policy.
    
    Of a valid test; all members are compared.
    
    What becomes of each delivery.
    
    It succeeds.
    
    It fails.
    """
    leaves: Optional[int] = None
    """Leaves of the group that was joined last; 0 if none was."""

    outcomes: Optional[List[Union[DeliveryClass, DeliveryEnum]]] = None
    """One outcome for each delivery."""

    reason: Optional[Reason] = None
    """Why."""

    stage: Optional[Stage] = None
    """The stage of the reason."""

    @staticmethod
    def from_dict(obj: Any) -> 'WelcomeFanoutAnswer':
        assert isinstance(obj, dict)
        leaves = from_union([from_int, from_none], obj.get("leaves"))
        outcomes = from_union([lambda x: from_list(lambda x: from_union([DeliveryClass.from_dict, DeliveryEnum], x), x), from_none], obj.get("outcomes"))
        reason = from_union([Reason, from_none], obj.get("reason"))
        stage = from_union([Stage, from_none], obj.get("stage"))
        return WelcomeFanoutAnswer(leaves, outcomes, reason, stage)

    def to_dict(self) -> dict:
        result: dict = {}
        if self.leaves is not None:
            result["leaves"] = from_union([from_int, from_none], self.leaves)
        if self.outcomes is not None:
            result["outcomes"] = from_union([lambda x: from_list(lambda x: from_union([lambda x: to_class(DeliveryClass, x), lambda x: to_enum(DeliveryEnum, x)], x), x), from_none], self.outcomes)
        if self.reason is not None:
            result["reason"] = from_union([lambda x: to_enum(Reason, x), from_none], self.reason)
        if self.stage is not None:
            result["stage"] = from_union([lambda x: to_enum(Stage, x), from_none], self.stage)
        return result


@dataclass
class Keys:
    """One KeyPackage with everything that its owner holds. Names after the MLSWG passive-client
    vectors.
    
    Who joins.
    
    A second leaf added by the same Commit. The runner joins it from the same Welcome bytes;
    it processes every
    message of `then` too, and reads what the joiner sends.
    """
    encryption_priv: str
    """Raw 32-byte X25519 key of the leaf."""

    init_priv: str
    """Raw 32-byte X25519 key to which a Welcome is encrypted."""

    key_package: str
    """`MLSMessage(mls_key_package)`."""

    key_package_event: Event
    """The event that published it, for clients that look it up by the id in `e`."""

    key_package_raw: str
    """The bare KeyPackage. Reference and signature are over this form."""

    nostr_sk: str
    """32-byte secp256k1 scalar of the account."""

    signature_priv: str
    """32-byte Ed25519 seed (RFC 8032)."""

    signature_pub: str
    """32-byte Ed25519 public key."""

    @staticmethod
    def from_dict(obj: Any) -> 'Keys':
        assert isinstance(obj, dict)
        encryption_priv = from_str(obj.get("encryption_priv"))
        init_priv = from_str(obj.get("init_priv"))
        key_package = from_str(obj.get("key_package"))
        key_package_event = Event.from_dict(obj.get("key_package_event"))
        key_package_raw = from_str(obj.get("key_package_raw"))
        nostr_sk = from_str(obj.get("nostr_sk"))
        signature_priv = from_str(obj.get("signature_priv"))
        signature_pub = from_str(obj.get("signature_pub"))
        return Keys(encryption_priv, init_priv, key_package, key_package_event, key_package_raw, nostr_sk, signature_priv, signature_pub)

    def to_dict(self) -> dict:
        result: dict = {}
        result["encryption_priv"] = from_str(self.encryption_priv)
        result["init_priv"] = from_str(self.init_priv)
        result["key_package"] = from_str(self.key_package)
        result["key_package_event"] = to_class(Event, self.key_package_event)
        result["key_package_raw"] = from_str(self.key_package_raw)
        result["nostr_sk"] = from_str(self.nostr_sk)
        result["signature_priv"] = from_str(self.signature_priv)
        result["signature_pub"] = from_str(self.signature_pub)
        return result


@dataclass
class WelcomeFanoutInput:
    """Input.
    
    Devices, Welcomes, and what reaches whom in which order.
    """
    deliveries: List[List[str]]
    """Device and rumor, in order. Each delivery is one more wrap, except that a delivery which
    repeats an earlier pair is a
    replay of the same wrap.
    """
    devices: Dict[str, Keys]
    """What each device holds."""

    rumors: Dict[str, Rumor]
    """Welcomes, each in a wrap of its own."""

    @staticmethod
    def from_dict(obj: Any) -> 'WelcomeFanoutInput':
        assert isinstance(obj, dict)
        deliveries = from_list(lambda x: from_list(from_str, x), obj.get("deliveries"))
        devices = from_dict(Keys.from_dict, obj.get("devices"))
        rumors = from_dict(Rumor.from_dict, obj.get("rumors"))
        return WelcomeFanoutInput(deliveries, devices, rumors)

    def to_dict(self) -> dict:
        result: dict = {}
        result["deliveries"] = from_list(lambda x: from_list(from_str, x), self.deliveries)
        result["devices"] = from_dict(lambda x: to_class(Keys, x), self.devices)
        result["rumors"] = from_dict(lambda x: to_class(Rumor, x), self.rumors)
        return result


@dataclass
class WelcomeFanoutTest:
    """One test."""

    comment: str
    """One sentence."""

    flags: List[str]
    """At least one key of `notes`; one test shows one thing."""

    id: str
    """Stable id: topic prefix and four digits."""

    input: WelcomeFanoutInput
    """Input."""

    result: Outcome
    """What is demanded."""

    expect: Optional[WelcomeFanoutExpect] = None
    """Of a valid test; all members are compared."""

    expected_by_policy: Optional[Dict[str, WelcomeFanoutAnswer]] = None
    """Of a policy test: by policy id."""

    now: Optional[int] = None
    """Unix seconds of the judgement, where it is not the group's."""

    parent: Optional[str] = None
    """The valid test that this invalid or deferred one is like, but for what its flag names; a
    `group-event` test with another `after` is elsewhere in the story, too.
    """
    reason: Optional[Reason] = None
    """Of an invalid or deferred test."""

    reasons_any: Optional[List[Reason]] = None
    """Instead of `reason` where the order of checks is free; all of one stage."""

    stage: Optional[Stage] = None
    """Of an invalid or deferred test: the stage of its reason."""

    tag: Optional[str] = None
    """The tag that a tag reason is about, also one in `expected_by_policy` or `expect`."""

    verified_by: Optional[List[StackVoice]] = None
    """Stacks that passed this test when it was emitted; of an invalid test, those that refused
    it for the stated reason.
    """
    x_refused_by: Optional[List[StackVoice]] = None
    """Stacks that refused this invalid test and did not say why. Not read back."""

    @staticmethod
    def from_dict(obj: Any) -> 'WelcomeFanoutTest':
        assert isinstance(obj, dict)
        comment = from_str(obj.get("comment"))
        flags = from_list(from_str, obj.get("flags"))
        id = from_str(obj.get("id"))
        input = WelcomeFanoutInput.from_dict(obj.get("input"))
        result = Outcome(obj.get("result"))
        expect = from_union([WelcomeFanoutExpect.from_dict, from_none], obj.get("expect"))
        expected_by_policy = from_union([lambda x: from_dict(WelcomeFanoutAnswer.from_dict, x), from_none], obj.get("expected_by_policy"))
        now = from_union([from_int, from_none], obj.get("now"))
        parent = from_union([from_str, from_none], obj.get("parent"))
        reason = from_union([Reason, from_none], obj.get("reason"))
        reasons_any = from_union([lambda x: from_list(Reason, x), from_none], obj.get("reasons_any"))
        stage = from_union([Stage, from_none], obj.get("stage"))
        tag = from_union([from_str, from_none], obj.get("tag"))
        verified_by = from_union([lambda x: from_list(StackVoice.from_dict, x), from_none], obj.get("verified_by"))
        x_refused_by = from_union([lambda x: from_list(StackVoice.from_dict, x), from_none], obj.get("x_refused_by"))
        return WelcomeFanoutTest(comment, flags, id, input, result, expect, expected_by_policy, now, parent, reason, reasons_any, stage, tag, verified_by, x_refused_by)

    def to_dict(self) -> dict:
        result: dict = {}
        result["comment"] = from_str(self.comment)
        result["flags"] = from_list(from_str, self.flags)
        result["id"] = from_str(self.id)
        result["input"] = to_class(WelcomeFanoutInput, self.input)
        result["result"] = to_enum(Outcome, self.result)
        if self.expect is not None:
            result["expect"] = from_union([lambda x: to_class(WelcomeFanoutExpect, x), from_none], self.expect)
        if self.expected_by_policy is not None:
            result["expected_by_policy"] = from_union([lambda x: from_dict(lambda x: to_class(WelcomeFanoutAnswer, x), x), from_none], self.expected_by_policy)
        if self.now is not None:
            result["now"] = from_union([from_int, from_none], self.now)
        if self.parent is not None:
            result["parent"] = from_union([from_str, from_none], self.parent)
        if self.reason is not None:
            result["reason"] = from_union([lambda x: to_enum(Reason, x), from_none], self.reason)
        if self.reasons_any is not None:
            result["reasons_any"] = from_union([lambda x: from_list(lambda x: to_enum(Reason, x), x), from_none], self.reasons_any)
        if self.stage is not None:
            result["stage"] = from_union([lambda x: to_enum(Stage, x), from_none], self.stage)
        if self.tag is not None:
            result["tag"] = from_union([from_str, from_none], self.tag)
        if self.verified_by is not None:
            result["verified_by"] = from_union([lambda x: from_list(lambda x: to_class(StackVoice, x), x), from_none], self.verified_by)
        if self.x_refused_by is not None:
            result["x_refused_by"] = from_union([lambda x: from_list(lambda x: to_class(StackVoice, x), x), from_none], self.x_refused_by)
        return result


@dataclass
class WelcomeFanoutGroup:
    """Tests that share a time."""

    now: int
    """Unix seconds of the judgement."""

    tests: List[WelcomeFanoutTest]
    """Tests."""

    @staticmethod
    def from_dict(obj: Any) -> 'WelcomeFanoutGroup':
        assert isinstance(obj, dict)
        now = from_int(obj.get("now"))
        tests = from_list(WelcomeFanoutTest.from_dict, obj.get("tests"))
        return WelcomeFanoutGroup(now, tests)

    def to_dict(self) -> dict:
        result: dict = {}
        result["now"] = from_int(self.now)
        result["tests"] = from_list(lambda x: to_class(WelcomeFanoutTest, x), self.tests)
        return result


@dataclass
class WelcomeFanoutFile:
    """One vector file: one topic, one profile."""

    format: str
    """`marmot-vectors/1`"""

    generator: Generator
    """What wrote the file."""

    groups: List[WelcomeFanoutGroup]
    """Tests that share a time."""

    notes: Dict[str, Note]
    """What the flags mean."""

    profile: str
    """Wire profile."""

    spec: Spec
    """The text that is tested."""

    suite_version: str
    """Version of the set."""

    synthetic_secrets: bool
    """Every private key in the file was made for it."""

    test_count: int
    """Number of tests."""

    topic: str
    """Topic; decides the members of `input` and `expect`."""

    @staticmethod
    def from_dict(obj: Any) -> 'WelcomeFanoutFile':
        assert isinstance(obj, dict)
        format = from_str(obj.get("format"))
        generator = Generator.from_dict(obj.get("generator"))
        groups = from_list(WelcomeFanoutGroup.from_dict, obj.get("groups"))
        notes = from_dict(Note.from_dict, obj.get("notes"))
        profile = from_str(obj.get("profile"))
        spec = Spec.from_dict(obj.get("spec"))
        suite_version = from_str(obj.get("suite_version"))
        synthetic_secrets = from_bool(obj.get("synthetic_secrets"))
        test_count = from_int(obj.get("test_count"))
        topic = from_str(obj.get("topic"))
        return WelcomeFanoutFile(format, generator, groups, notes, profile, spec, suite_version, synthetic_secrets, test_count, topic)

    def to_dict(self) -> dict:
        result: dict = {}
        result["format"] = from_str(self.format)
        result["generator"] = to_class(Generator, self.generator)
        result["groups"] = from_list(lambda x: to_class(WelcomeFanoutGroup, x), self.groups)
        result["notes"] = from_dict(lambda x: to_class(Note, x), self.notes)
        result["profile"] = from_str(self.profile)
        result["spec"] = to_class(Spec, self.spec)
        result["suite_version"] = from_str(self.suite_version)
        result["synthetic_secrets"] = from_bool(self.synthetic_secrets)
        result["test_count"] = from_int(self.test_count)
        result["topic"] = from_str(self.topic)
        return result


@dataclass
class Export:
    """One exported secret."""

    context: str
    """Context bytes."""

    label: str
    """Label, text."""

    length: int
    """Length of the secret in bytes."""

    secret: str
    """`MLS-Exporter(label, context, length)`."""

    @staticmethod
    def from_dict(obj: Any) -> 'Export':
        assert isinstance(obj, dict)
        context = from_str(obj.get("context"))
        label = from_str(obj.get("label"))
        length = from_int(obj.get("length"))
        secret = from_str(obj.get("secret"))
        return Export(context, label, length, secret)

    def to_dict(self) -> dict:
        result: dict = {}
        result["context"] = from_str(self.context)
        result["label"] = from_str(self.label)
        result["length"] = from_int(self.length)
        result["secret"] = from_str(self.secret)
        return result


@dataclass
class State:
    """The joiner's state right after the join.
    
    What a member knows after a join. Every member is compared.
    """
    commitment: str
    """SHA-256("marmot-convergence-conformance-v1" ‖ 00 ‖ MLS-Exporter("marmot",
    "convergence-conformance-v1", 32)).
    """
    epoch: int
    """Epoch."""

    epoch_authenticator: str
    """Epoch authenticator."""

    exporters: List[Export]
    """Exported secrets."""

    group_id: str
    """MLS group id."""

    leaves: List[LeafEntry]
    """Every leaf that is not blank, by index."""

    nostr_group_id: str
    """The id that `h` tags name."""

    own_leaf: int
    """Index of the own leaf."""

    tree_hash: str
    """Tree hash of the group context."""

    @staticmethod
    def from_dict(obj: Any) -> 'State':
        assert isinstance(obj, dict)
        commitment = from_str(obj.get("commitment"))
        epoch = from_int(obj.get("epoch"))
        epoch_authenticator = from_str(obj.get("epoch_authenticator"))
        exporters = from_list(Export.from_dict, obj.get("exporters"))
        group_id = from_str(obj.get("group_id"))
        leaves = from_list(LeafEntry.from_dict, obj.get("leaves"))
        nostr_group_id = from_str(obj.get("nostr_group_id"))
        own_leaf = from_int(obj.get("own_leaf"))
        tree_hash = from_str(obj.get("tree_hash"))
        return State(commitment, epoch, epoch_authenticator, exporters, group_id, leaves, nostr_group_id, own_leaf, tree_hash)

    def to_dict(self) -> dict:
        result: dict = {}
        result["commitment"] = from_str(self.commitment)
        result["epoch"] = from_int(self.epoch)
        result["epoch_authenticator"] = from_str(self.epoch_authenticator)
        result["exporters"] = from_list(lambda x: to_class(Export, x), self.exporters)
        result["group_id"] = from_str(self.group_id)
        result["leaves"] = from_list(lambda x: to_class(LeafEntry, x), self.leaves)
        result["nostr_group_id"] = from_str(self.nostr_group_id)
        result["own_leaf"] = from_int(self.own_leaf)
        result["tree_hash"] = from_str(self.tree_hash)
        return result


@dataclass
class OpResult:
    """What one `then` leads to.
    
    Of `receive`.
    
    Of `receive_commit`.
    
    Of `joiner_sends`.
    """
    plaintext: Optional[str] = None
    """Application data."""

    sender_leaf: Optional[int] = None
    """Leaf that sent it."""

    epoch: Optional[int] = None
    """The new epoch."""

    epoch_authenticator: Optional[str] = None
    """Its authenticator."""

    witness_reads: Optional[str] = None
    """Application data as the witness read it."""

    @staticmethod
    def from_dict(obj: Any) -> 'OpResult':
        assert isinstance(obj, dict)
        plaintext = from_union([from_str, from_none], obj.get("plaintext"))
        sender_leaf = from_union([from_int, from_none], obj.get("sender_leaf"))
        epoch = from_union([from_int, from_none], obj.get("epoch"))
        epoch_authenticator = from_union([from_str, from_none], obj.get("epoch_authenticator"))
        witness_reads = from_union([from_str, from_none], obj.get("witness_reads"))
        return OpResult(plaintext, sender_leaf, epoch, epoch_authenticator, witness_reads)

    def to_dict(self) -> dict:
        result: dict = {}
        if self.plaintext is not None:
            result["plaintext"] = from_union([from_str, from_none], self.plaintext)
        if self.sender_leaf is not None:
            result["sender_leaf"] = from_union([from_int, from_none], self.sender_leaf)
        if self.epoch is not None:
            result["epoch"] = from_union([from_int, from_none], self.epoch)
        if self.epoch_authenticator is not None:
            result["epoch_authenticator"] = from_union([from_str, from_none], self.epoch_authenticator)
        if self.witness_reads is not None:
            result["witness_reads"] = from_union([from_str, from_none], self.witness_reads)
        return result


@dataclass
class WelcomeJoinExpect:
    """Of a valid test; all members are compared.
    
    What a join leads to.
    
    It succeeds.
    """
    state: State
    """The joiner's state right after the join."""

    then: List[OpResult]
    """One result for each `then`."""

    @staticmethod
    def from_dict(obj: Any) -> 'WelcomeJoinExpect':
        assert isinstance(obj, dict)
        state = State.from_dict(obj.get("state"))
        then = from_list(OpResult.from_dict, obj.get("then"))
        return WelcomeJoinExpect(state, then)

    def to_dict(self) -> dict:
        result: dict = {}
        result["state"] = to_class(State, self.state)
        result["then"] = from_list(lambda x: to_class(OpResult, x), self.then)
        return result


@dataclass
class WelcomeJoinAnswer:
    """What is expected under one policy.
    
    Of a valid test; all members are compared.
    
    What a join leads to.
    
    It succeeds.
    
    It fails.
    """
    state: Optional[State] = None
    """The joiner's state right after the join."""

    then: Optional[List[OpResult]] = None
    """One result for each `then`."""

    reason: Optional[Reason] = None
    """Why."""

    stage: Optional[Stage] = None
    """The stage of the reason."""

    @staticmethod
    def from_dict(obj: Any) -> 'WelcomeJoinAnswer':
        assert isinstance(obj, dict)
        state = from_union([State.from_dict, from_none], obj.get("state"))
        then = from_union([lambda x: from_list(OpResult.from_dict, x), from_none], obj.get("then"))
        reason = from_union([Reason, from_none], obj.get("reason"))
        stage = from_union([Stage, from_none], obj.get("stage"))
        return WelcomeJoinAnswer(state, then, reason, stage)

    def to_dict(self) -> dict:
        result: dict = {}
        if self.state is not None:
            result["state"] = from_union([lambda x: to_class(State, x), from_none], self.state)
        if self.then is not None:
            result["then"] = from_union([lambda x: from_list(lambda x: to_class(OpResult, x), x), from_none], self.then)
        if self.reason is not None:
            result["reason"] = from_union([lambda x: to_enum(Reason, x), from_none], self.reason)
        if self.stage is not None:
            result["stage"] = from_union([lambda x: to_enum(Stage, x), from_none], self.stage)
        return result


class OpEnum(Enum):
    JOINER_SENDS = "joiner_sends"
    RECEIVE = "receive"
    RECEIVE_COMMIT = "receive_commit"


@dataclass
class Op:
    """What happens after the join.
    
    An application message arrives.
    
    A Commit arrives and is applied.
    
    The joiner encrypts these bytes, and the witness reads them.
    """
    op: OpEnum
    mls_message: Optional[str] = None
    """`MLSMessage`, outer encryption removed."""

    plaintext: Optional[str] = None
    """Application data."""

    @staticmethod
    def from_dict(obj: Any) -> 'Op':
        assert isinstance(obj, dict)
        op = OpEnum(obj.get("op"))
        mls_message = from_union([from_str, from_none], obj.get("mls_message"))
        plaintext = from_union([from_str, from_none], obj.get("plaintext"))
        return Op(op, mls_message, plaintext)

    def to_dict(self) -> dict:
        result: dict = {}
        result["op"] = to_enum(OpEnum, self.op)
        if self.mls_message is not None:
            result["mls_message"] = from_union([from_str, from_none], self.mls_message)
        if self.plaintext is not None:
            result["plaintext"] = from_union([from_str, from_none], self.plaintext)
        return result


@dataclass
class WelcomeJoinInput:
    """Input.
    
    A Welcome and two who can open it.
    """
    joiner: Keys
    """Who joins."""

    rumor: Rumor
    """The Welcome that names the joiner's KeyPackage."""

    then: List[Op]
    """What happens after the join, in order."""

    witness: Keys
    """A second leaf added by the same Commit. The runner joins it from the same Welcome bytes;
    it processes every
    message of `then` too, and reads what the joiner sends.
    """

    @staticmethod
    def from_dict(obj: Any) -> 'WelcomeJoinInput':
        assert isinstance(obj, dict)
        joiner = Keys.from_dict(obj.get("joiner"))
        rumor = Rumor.from_dict(obj.get("rumor"))
        then = from_list(Op.from_dict, obj.get("then"))
        witness = Keys.from_dict(obj.get("witness"))
        return WelcomeJoinInput(joiner, rumor, then, witness)

    def to_dict(self) -> dict:
        result: dict = {}
        result["joiner"] = to_class(Keys, self.joiner)
        result["rumor"] = to_class(Rumor, self.rumor)
        result["then"] = from_list(lambda x: to_class(Op, x), self.then)
        result["witness"] = to_class(Keys, self.witness)
        return result


@dataclass
class WelcomeJoinTest:
    """One test."""

    comment: str
    """One sentence."""

    flags: List[str]
    """At least one key of `notes`; one test shows one thing."""

    id: str
    """Stable id: topic prefix and four digits."""

    input: WelcomeJoinInput
    """Input."""

    result: Outcome
    """What is demanded."""

    expect: Optional[WelcomeJoinExpect] = None
    """Of a valid test; all members are compared."""

    expected_by_policy: Optional[Dict[str, WelcomeJoinAnswer]] = None
    """Of a policy test: by policy id."""

    now: Optional[int] = None
    """Unix seconds of the judgement, where it is not the group's."""

    parent: Optional[str] = None
    """The valid test that this invalid or deferred one is like, but for what its flag names; a
    `group-event` test with another `after` is elsewhere in the story, too.
    """
    reason: Optional[Reason] = None
    """Of an invalid or deferred test."""

    reasons_any: Optional[List[Reason]] = None
    """Instead of `reason` where the order of checks is free; all of one stage."""

    stage: Optional[Stage] = None
    """Of an invalid or deferred test: the stage of its reason."""

    tag: Optional[str] = None
    """The tag that a tag reason is about, also one in `expected_by_policy` or `expect`."""

    verified_by: Optional[List[StackVoice]] = None
    """Stacks that passed this test when it was emitted; of an invalid test, those that refused
    it for the stated reason.
    """
    x_refused_by: Optional[List[StackVoice]] = None
    """Stacks that refused this invalid test and did not say why. Not read back."""

    @staticmethod
    def from_dict(obj: Any) -> 'WelcomeJoinTest':
        assert isinstance(obj, dict)
        comment = from_str(obj.get("comment"))
        flags = from_list(from_str, obj.get("flags"))
        id = from_str(obj.get("id"))
        input = WelcomeJoinInput.from_dict(obj.get("input"))
        result = Outcome(obj.get("result"))
        expect = from_union([WelcomeJoinExpect.from_dict, from_none], obj.get("expect"))
        expected_by_policy = from_union([lambda x: from_dict(WelcomeJoinAnswer.from_dict, x), from_none], obj.get("expected_by_policy"))
        now = from_union([from_int, from_none], obj.get("now"))
        parent = from_union([from_str, from_none], obj.get("parent"))
        reason = from_union([Reason, from_none], obj.get("reason"))
        reasons_any = from_union([lambda x: from_list(Reason, x), from_none], obj.get("reasons_any"))
        stage = from_union([Stage, from_none], obj.get("stage"))
        tag = from_union([from_str, from_none], obj.get("tag"))
        verified_by = from_union([lambda x: from_list(StackVoice.from_dict, x), from_none], obj.get("verified_by"))
        x_refused_by = from_union([lambda x: from_list(StackVoice.from_dict, x), from_none], obj.get("x_refused_by"))
        return WelcomeJoinTest(comment, flags, id, input, result, expect, expected_by_policy, now, parent, reason, reasons_any, stage, tag, verified_by, x_refused_by)

    def to_dict(self) -> dict:
        result: dict = {}
        result["comment"] = from_str(self.comment)
        result["flags"] = from_list(from_str, self.flags)
        result["id"] = from_str(self.id)
        result["input"] = to_class(WelcomeJoinInput, self.input)
        result["result"] = to_enum(Outcome, self.result)
        if self.expect is not None:
            result["expect"] = from_union([lambda x: to_class(WelcomeJoinExpect, x), from_none], self.expect)
        if self.expected_by_policy is not None:
            result["expected_by_policy"] = from_union([lambda x: from_dict(lambda x: to_class(WelcomeJoinAnswer, x), x), from_none], self.expected_by_policy)
        if self.now is not None:
            result["now"] = from_union([from_int, from_none], self.now)
        if self.parent is not None:
            result["parent"] = from_union([from_str, from_none], self.parent)
        if self.reason is not None:
            result["reason"] = from_union([lambda x: to_enum(Reason, x), from_none], self.reason)
        if self.reasons_any is not None:
            result["reasons_any"] = from_union([lambda x: from_list(lambda x: to_enum(Reason, x), x), from_none], self.reasons_any)
        if self.stage is not None:
            result["stage"] = from_union([lambda x: to_enum(Stage, x), from_none], self.stage)
        if self.tag is not None:
            result["tag"] = from_union([from_str, from_none], self.tag)
        if self.verified_by is not None:
            result["verified_by"] = from_union([lambda x: from_list(lambda x: to_class(StackVoice, x), x), from_none], self.verified_by)
        if self.x_refused_by is not None:
            result["x_refused_by"] = from_union([lambda x: from_list(lambda x: to_class(StackVoice, x), x), from_none], self.x_refused_by)
        return result


@dataclass
class WelcomeJoinGroup:
    """Tests that share a time."""

    now: int
    """Unix seconds of the judgement."""

    tests: List[WelcomeJoinTest]
    """Tests."""

    @staticmethod
    def from_dict(obj: Any) -> 'WelcomeJoinGroup':
        assert isinstance(obj, dict)
        now = from_int(obj.get("now"))
        tests = from_list(WelcomeJoinTest.from_dict, obj.get("tests"))
        return WelcomeJoinGroup(now, tests)

    def to_dict(self) -> dict:
        result: dict = {}
        result["now"] = from_int(self.now)
        result["tests"] = from_list(lambda x: to_class(WelcomeJoinTest, x), self.tests)
        return result


@dataclass
class WelcomeJoinFile:
    """One vector file: one topic, one profile."""

    format: str
    """`marmot-vectors/1`"""

    generator: Generator
    """What wrote the file."""

    groups: List[WelcomeJoinGroup]
    """Tests that share a time."""

    notes: Dict[str, Note]
    """What the flags mean."""

    profile: str
    """Wire profile."""

    spec: Spec
    """The text that is tested."""

    suite_version: str
    """Version of the set."""

    synthetic_secrets: bool
    """Every private key in the file was made for it."""

    test_count: int
    """Number of tests."""

    topic: str
    """Topic; decides the members of `input` and `expect`."""

    @staticmethod
    def from_dict(obj: Any) -> 'WelcomeJoinFile':
        assert isinstance(obj, dict)
        format = from_str(obj.get("format"))
        generator = Generator.from_dict(obj.get("generator"))
        groups = from_list(WelcomeJoinGroup.from_dict, obj.get("groups"))
        notes = from_dict(Note.from_dict, obj.get("notes"))
        profile = from_str(obj.get("profile"))
        spec = Spec.from_dict(obj.get("spec"))
        suite_version = from_str(obj.get("suite_version"))
        synthetic_secrets = from_bool(obj.get("synthetic_secrets"))
        test_count = from_int(obj.get("test_count"))
        topic = from_str(obj.get("topic"))
        return WelcomeJoinFile(format, generator, groups, notes, profile, spec, suite_version, synthetic_secrets, test_count, topic)

    def to_dict(self) -> dict:
        result: dict = {}
        result["format"] = from_str(self.format)
        result["generator"] = to_class(Generator, self.generator)
        result["groups"] = from_list(lambda x: to_class(WelcomeJoinGroup, x), self.groups)
        result["notes"] = from_dict(lambda x: to_class(Note, x), self.notes)
        result["profile"] = from_str(self.profile)
        result["spec"] = to_class(Spec, self.spec)
        result["suite_version"] = from_str(self.suite_version)
        result["synthetic_secrets"] = from_bool(self.synthetic_secrets)
        result["test_count"] = from_int(self.test_count)
        result["topic"] = from_str(self.topic)
        return result


@dataclass
class WelcomeRumorExpect:
    """Of a valid test; all members are compared.
    
    What a reader takes out of it.
    
    It succeeds.
    """
    key_package_event: str
    """The event that `e` names, hex."""

    refs: List[str]
    """KeyPackages for which the MLS Welcome holds a secret."""

    relays: List[str]
    """Where the group's events are."""

    sender: str
    """Author of the rumor, hex."""

    @staticmethod
    def from_dict(obj: Any) -> 'WelcomeRumorExpect':
        assert isinstance(obj, dict)
        key_package_event = from_str(obj.get("key_package_event"))
        refs = from_list(from_str, obj.get("refs"))
        relays = from_list(from_str, obj.get("relays"))
        sender = from_str(obj.get("sender"))
        return WelcomeRumorExpect(key_package_event, refs, relays, sender)

    def to_dict(self) -> dict:
        result: dict = {}
        result["key_package_event"] = from_str(self.key_package_event)
        result["refs"] = from_list(from_str, self.refs)
        result["relays"] = from_list(from_str, self.relays)
        result["sender"] = from_str(self.sender)
        return result


@dataclass
class WelcomeRumorAnswer:
    """What is expected under one policy.
    
    Of a valid test; all members are compared.
    
    What a reader takes out of it.
    
    It succeeds.
    
    It fails.
    """
    key_package_event: Optional[str] = None
    """The event that `e` names, hex."""

    refs: Optional[List[str]] = None
    """KeyPackages for which the MLS Welcome holds a secret."""

    relays: Optional[List[str]] = None
    """Where the group's events are."""

    sender: Optional[str] = None
    """Author of the rumor, hex."""

    reason: Optional[Reason] = None
    """Why."""

    stage: Optional[Stage] = None
    """The stage of the reason."""

    @staticmethod
    def from_dict(obj: Any) -> 'WelcomeRumorAnswer':
        assert isinstance(obj, dict)
        key_package_event = from_union([from_str, from_none], obj.get("key_package_event"))
        refs = from_union([lambda x: from_list(from_str, x), from_none], obj.get("refs"))
        relays = from_union([lambda x: from_list(from_str, x), from_none], obj.get("relays"))
        sender = from_union([from_str, from_none], obj.get("sender"))
        reason = from_union([Reason, from_none], obj.get("reason"))
        stage = from_union([Stage, from_none], obj.get("stage"))
        return WelcomeRumorAnswer(key_package_event, refs, relays, sender, reason, stage)

    def to_dict(self) -> dict:
        result: dict = {}
        if self.key_package_event is not None:
            result["key_package_event"] = from_union([from_str, from_none], self.key_package_event)
        if self.refs is not None:
            result["refs"] = from_union([lambda x: from_list(from_str, x), from_none], self.refs)
        if self.relays is not None:
            result["relays"] = from_union([lambda x: from_list(from_str, x), from_none], self.relays)
        if self.sender is not None:
            result["sender"] = from_union([from_str, from_none], self.sender)
        if self.reason is not None:
            result["reason"] = from_union([lambda x: to_enum(Reason, x), from_none], self.reason)
        if self.stage is not None:
            result["stage"] = from_union([lambda x: to_enum(Stage, x), from_none], self.stage)
        return result


@dataclass
class WelcomeRumorInput:
    """Input.
    
    A rumor, or a gift wrap with the key that opens it.
    """
    nostr_sk: Optional[str] = None
    """The account that received the wrap."""

    rumor: Optional[Rumor] = None
    """The rumor."""

    wrap: Optional[Event] = None
    """A kind 1059 event."""

    @staticmethod
    def from_dict(obj: Any) -> 'WelcomeRumorInput':
        assert isinstance(obj, dict)
        nostr_sk = from_union([from_str, from_none], obj.get("nostr_sk"))
        rumor = from_union([Rumor.from_dict, from_none], obj.get("rumor"))
        wrap = from_union([Event.from_dict, from_none], obj.get("wrap"))
        return WelcomeRumorInput(nostr_sk, rumor, wrap)

    def to_dict(self) -> dict:
        result: dict = {}
        if self.nostr_sk is not None:
            result["nostr_sk"] = from_union([from_str, from_none], self.nostr_sk)
        if self.rumor is not None:
            result["rumor"] = from_union([lambda x: to_class(Rumor, x), from_none], self.rumor)
        if self.wrap is not None:
            result["wrap"] = from_union([lambda x: to_class(Event, x), from_none], self.wrap)
        return result


@dataclass
class WelcomeRumorTest:
    """One test."""

    comment: str
    """One sentence."""

    flags: List[str]
    """At least one key of `notes`; one test shows one thing."""

    id: str
    """Stable id: topic prefix and four digits."""

    input: WelcomeRumorInput
    """Input."""

    result: Outcome
    """What is demanded."""

    expect: Optional[WelcomeRumorExpect] = None
    """Of a valid test; all members are compared."""

    expected_by_policy: Optional[Dict[str, WelcomeRumorAnswer]] = None
    """Of a policy test: by policy id."""

    now: Optional[int] = None
    """Unix seconds of the judgement, where it is not the group's."""

    parent: Optional[str] = None
    """The valid test that this invalid or deferred one is like, but for what its flag names; a
    `group-event` test with another `after` is elsewhere in the story, too.
    """
    reason: Optional[Reason] = None
    """Of an invalid or deferred test."""

    reasons_any: Optional[List[Reason]] = None
    """Instead of `reason` where the order of checks is free; all of one stage."""

    stage: Optional[Stage] = None
    """Of an invalid or deferred test: the stage of its reason."""

    tag: Optional[str] = None
    """The tag that a tag reason is about, also one in `expected_by_policy` or `expect`."""

    verified_by: Optional[List[StackVoice]] = None
    """Stacks that passed this test when it was emitted; of an invalid test, those that refused
    it for the stated reason.
    """
    x_refused_by: Optional[List[StackVoice]] = None
    """Stacks that refused this invalid test and did not say why. Not read back."""

    @staticmethod
    def from_dict(obj: Any) -> 'WelcomeRumorTest':
        assert isinstance(obj, dict)
        comment = from_str(obj.get("comment"))
        flags = from_list(from_str, obj.get("flags"))
        id = from_str(obj.get("id"))
        input = WelcomeRumorInput.from_dict(obj.get("input"))
        result = Outcome(obj.get("result"))
        expect = from_union([WelcomeRumorExpect.from_dict, from_none], obj.get("expect"))
        expected_by_policy = from_union([lambda x: from_dict(WelcomeRumorAnswer.from_dict, x), from_none], obj.get("expected_by_policy"))
        now = from_union([from_int, from_none], obj.get("now"))
        parent = from_union([from_str, from_none], obj.get("parent"))
        reason = from_union([Reason, from_none], obj.get("reason"))
        reasons_any = from_union([lambda x: from_list(Reason, x), from_none], obj.get("reasons_any"))
        stage = from_union([Stage, from_none], obj.get("stage"))
        tag = from_union([from_str, from_none], obj.get("tag"))
        verified_by = from_union([lambda x: from_list(StackVoice.from_dict, x), from_none], obj.get("verified_by"))
        x_refused_by = from_union([lambda x: from_list(StackVoice.from_dict, x), from_none], obj.get("x_refused_by"))
        return WelcomeRumorTest(comment, flags, id, input, result, expect, expected_by_policy, now, parent, reason, reasons_any, stage, tag, verified_by, x_refused_by)

    def to_dict(self) -> dict:
        result: dict = {}
        result["comment"] = from_str(self.comment)
        result["flags"] = from_list(from_str, self.flags)
        result["id"] = from_str(self.id)
        result["input"] = to_class(WelcomeRumorInput, self.input)
        result["result"] = to_enum(Outcome, self.result)
        if self.expect is not None:
            result["expect"] = from_union([lambda x: to_class(WelcomeRumorExpect, x), from_none], self.expect)
        if self.expected_by_policy is not None:
            result["expected_by_policy"] = from_union([lambda x: from_dict(lambda x: to_class(WelcomeRumorAnswer, x), x), from_none], self.expected_by_policy)
        if self.now is not None:
            result["now"] = from_union([from_int, from_none], self.now)
        if self.parent is not None:
            result["parent"] = from_union([from_str, from_none], self.parent)
        if self.reason is not None:
            result["reason"] = from_union([lambda x: to_enum(Reason, x), from_none], self.reason)
        if self.reasons_any is not None:
            result["reasons_any"] = from_union([lambda x: from_list(lambda x: to_enum(Reason, x), x), from_none], self.reasons_any)
        if self.stage is not None:
            result["stage"] = from_union([lambda x: to_enum(Stage, x), from_none], self.stage)
        if self.tag is not None:
            result["tag"] = from_union([from_str, from_none], self.tag)
        if self.verified_by is not None:
            result["verified_by"] = from_union([lambda x: from_list(lambda x: to_class(StackVoice, x), x), from_none], self.verified_by)
        if self.x_refused_by is not None:
            result["x_refused_by"] = from_union([lambda x: from_list(lambda x: to_class(StackVoice, x), x), from_none], self.x_refused_by)
        return result


@dataclass
class WelcomeRumorGroup:
    """Tests that share a time."""

    now: int
    """Unix seconds of the judgement."""

    tests: List[WelcomeRumorTest]
    """Tests."""

    @staticmethod
    def from_dict(obj: Any) -> 'WelcomeRumorGroup':
        assert isinstance(obj, dict)
        now = from_int(obj.get("now"))
        tests = from_list(WelcomeRumorTest.from_dict, obj.get("tests"))
        return WelcomeRumorGroup(now, tests)

    def to_dict(self) -> dict:
        result: dict = {}
        result["now"] = from_int(self.now)
        result["tests"] = from_list(lambda x: to_class(WelcomeRumorTest, x), self.tests)
        return result


@dataclass
class WelcomeRumorFile:
    """One vector file: one topic, one profile."""

    format: str
    """`marmot-vectors/1`"""

    generator: Generator
    """What wrote the file."""

    groups: List[WelcomeRumorGroup]
    """Tests that share a time."""

    notes: Dict[str, Note]
    """What the flags mean."""

    profile: str
    """Wire profile."""

    spec: Spec
    """The text that is tested."""

    suite_version: str
    """Version of the set."""

    synthetic_secrets: bool
    """Every private key in the file was made for it."""

    test_count: int
    """Number of tests."""

    topic: str
    """Topic; decides the members of `input` and `expect`."""

    @staticmethod
    def from_dict(obj: Any) -> 'WelcomeRumorFile':
        assert isinstance(obj, dict)
        format = from_str(obj.get("format"))
        generator = Generator.from_dict(obj.get("generator"))
        groups = from_list(WelcomeRumorGroup.from_dict, obj.get("groups"))
        notes = from_dict(Note.from_dict, obj.get("notes"))
        profile = from_str(obj.get("profile"))
        spec = Spec.from_dict(obj.get("spec"))
        suite_version = from_str(obj.get("suite_version"))
        synthetic_secrets = from_bool(obj.get("synthetic_secrets"))
        test_count = from_int(obj.get("test_count"))
        topic = from_str(obj.get("topic"))
        return WelcomeRumorFile(format, generator, groups, notes, profile, spec, suite_version, synthetic_secrets, test_count, topic)

    def to_dict(self) -> dict:
        result: dict = {}
        result["format"] = from_str(self.format)
        result["generator"] = to_class(Generator, self.generator)
        result["groups"] = from_list(lambda x: to_class(WelcomeRumorGroup, x), self.groups)
        result["notes"] = from_dict(lambda x: to_class(Note, x), self.notes)
        result["profile"] = from_str(self.profile)
        result["spec"] = to_class(Spec, self.spec)
        result["suite_version"] = from_str(self.suite_version)
        result["synthetic_secrets"] = from_bool(self.synthetic_secrets)
        result["test_count"] = from_int(self.test_count)
        result["topic"] = from_str(self.topic)
        return result


def commit_authority_file_from_dict(s: Any) -> CommitAuthorityFile:
    return CommitAuthorityFile.from_dict(s)


def commit_authority_file_to_dict(x: CommitAuthorityFile) -> Any:
    return to_class(CommitAuthorityFile, x)


def commit_authority_answer_from_dict(s: Any) -> CommitAuthorityAnswer:
    return CommitAuthorityAnswer.from_dict(s)


def commit_authority_answer_to_dict(x: CommitAuthorityAnswer) -> Any:
    return to_class(CommitAuthorityAnswer, x)


def authority_asks_from_dict(s: Any) -> AuthorityAsks:
    return AuthorityAsks.from_dict(s)


def authority_asks_to_dict(x: AuthorityAsks) -> Any:
    return to_class(AuthorityAsks, x)


def authority_capabilities_from_dict(s: Any) -> AuthorityCapabilities:
    return AuthorityCapabilities.from_dict(s)


def authority_capabilities_to_dict(x: AuthorityCapabilities) -> Any:
    return to_class(AuthorityCapabilities, x)


def authority_commit_from_dict(s: Any) -> AuthorityCommit:
    return AuthorityCommit.from_dict(s)


def authority_commit_to_dict(x: AuthorityCommit) -> Any:
    return to_class(AuthorityCommit, x)


def authority_group_from_dict(s: Any) -> AuthorityGroup:
    return AuthorityGroup.from_dict(s)


def authority_group_to_dict(x: AuthorityGroup) -> Any:
    return to_class(AuthorityGroup, x)


def authority_leaf_from_dict(s: Any) -> AuthorityLeaf:
    return AuthorityLeaf.from_dict(s)


def authority_leaf_to_dict(x: AuthorityLeaf) -> Any:
    return to_class(AuthorityLeaf, x)


def authority_proposal_from_dict(s: Any) -> AuthorityProposal:
    return AuthorityProposal.from_dict(s)


def authority_proposal_to_dict(x: AuthorityProposal) -> Any:
    return to_class(AuthorityProposal, x)


def authority_reference_from_dict(s: Any) -> AuthorityReference:
    return AuthorityReference.from_dict(s)


def authority_reference_to_dict(x: AuthorityReference) -> Any:
    return to_class(AuthorityReference, x)


def authority_required_from_dict(s: Any) -> AuthorityRequired:
    return AuthorityRequired.from_dict(s)


def authority_required_to_dict(x: AuthorityRequired) -> Any:
    return to_class(AuthorityRequired, x)


def class_from_dict(s: Any) -> Class:
    return Class(s)


def class_to_dict(x: Class) -> Any:
    return to_enum(Class, x)


def commit_class_from_dict(s: Any) -> CommitClass:
    return CommitClass(s)


def commit_class_to_dict(x: CommitClass) -> Any:
    return to_enum(CommitClass, x)


def commit_authority_expect_from_dict(s: Any) -> CommitAuthorityExpect:
    return CommitAuthorityExpect.from_dict(s)


def commit_authority_expect_to_dict(x: CommitAuthorityExpect) -> Any:
    return to_class(CommitAuthorityExpect, x)


def generator_from_dict(s: Any) -> Generator:
    return Generator.from_dict(s)


def generator_to_dict(x: Generator) -> Any:
    return to_class(Generator, x)


def commit_authority_group_from_dict(s: Any) -> CommitAuthorityGroup:
    return CommitAuthorityGroup.from_dict(s)


def commit_authority_group_to_dict(x: CommitAuthorityGroup) -> Any:
    return to_class(CommitAuthorityGroup, x)


def commit_authority_input_from_dict(s: Any) -> CommitAuthorityInput:
    return CommitAuthorityInput.from_dict(s)


def commit_authority_input_to_dict(x: CommitAuthorityInput) -> Any:
    return to_class(CommitAuthorityInput, x)


def leaf_entry_from_dict(s: Any) -> LeafEntry:
    return LeafEntry.from_dict(s)


def leaf_entry_to_dict(x: LeafEntry) -> Any:
    return to_class(LeafEntry, x)


def note_from_dict(s: Any) -> Note:
    return Note.from_dict(s)


def note_to_dict(x: Note) -> Any:
    return to_class(Note, x)


def outcome_from_dict(s: Any) -> Outcome:
    return Outcome(s)


def outcome_to_dict(x: Outcome) -> Any:
    return to_enum(Outcome, x)


def pin_from_dict(s: Any) -> Pin:
    return Pin.from_dict(s)


def pin_to_dict(x: Pin) -> Any:
    return to_class(Pin, x)


def reason_from_dict(s: Any) -> Reason:
    return Reason(s)


def reason_to_dict(x: Reason) -> Any:
    return to_enum(Reason, x)


def spec_from_dict(s: Any) -> Spec:
    return Spec.from_dict(s)


def spec_to_dict(x: Spec) -> Any:
    return to_class(Spec, x)


def stack_voice_from_dict(s: Any) -> StackVoice:
    return StackVoice.from_dict(s)


def stack_voice_to_dict(x: StackVoice) -> Any:
    return to_class(StackVoice, x)


def stage_from_dict(s: Any) -> Stage:
    return Stage(s)


def stage_to_dict(x: Stage) -> Any:
    return to_enum(Stage, x)


def commit_authority_test_from_dict(s: Any) -> CommitAuthorityTest:
    return CommitAuthorityTest.from_dict(s)


def commit_authority_test_to_dict(x: CommitAuthorityTest) -> Any:
    return to_class(CommitAuthorityTest, x)


def convergence_file_from_dict(s: Any) -> ConvergenceFile:
    return ConvergenceFile.from_dict(s)


def convergence_file_to_dict(x: ConvergenceFile) -> Any:
    return to_class(ConvergenceFile, x)


def convergence_answer_from_dict(s: Any) -> ConvergenceAnswer:
    return ConvergenceAnswer.from_dict(s)


def convergence_answer_to_dict(x: ConvergenceAnswer) -> Any:
    return to_class(ConvergenceAnswer, x)


def branch_commit_from_dict(s: Any) -> BranchCommit:
    return BranchCommit.from_dict(s)


def branch_commit_to_dict(x: BranchCommit) -> Any:
    return to_class(BranchCommit, x)


def branch_contest_from_dict(s: Any) -> BranchContest:
    return BranchContest.from_dict(s)


def branch_contest_to_dict(x: BranchContest) -> Any:
    return to_class(BranchContest, x)


def branch_disposition_from_dict(s: Any) -> BranchDisposition:
    return BranchDisposition(s)


def branch_disposition_to_dict(x: BranchDisposition) -> Any:
    return to_enum(BranchDisposition, x)


def branch_message_from_dict(s: Any) -> BranchMessage:
    return BranchMessage.from_dict(s)


def branch_message_to_dict(x: BranchMessage) -> Any:
    return to_class(BranchMessage, x)


def branch_score_from_dict(s: Any) -> BranchScore:
    return BranchScore.from_dict(s)


def branch_score_to_dict(x: BranchScore) -> Any:
    return to_class(BranchScore, x)


def branch_state_from_dict(s: Any) -> BranchState:
    return BranchState.from_dict(s)


def branch_state_to_dict(x: BranchState) -> Any:
    return to_class(BranchState, x)


def branch_step_from_dict(s: Any) -> BranchStep:
    return BranchStep(s)


def branch_step_to_dict(x: BranchStep) -> Any:
    return to_enum(BranchStep, x)


def convergence_expect_from_dict(s: Any) -> ConvergenceExpect:
    return ConvergenceExpect.from_dict(s)


def convergence_expect_to_dict(x: ConvergenceExpect) -> Any:
    return to_class(ConvergenceExpect, x)


def convergence_group_from_dict(s: Any) -> ConvergenceGroup:
    return ConvergenceGroup.from_dict(s)


def convergence_group_to_dict(x: ConvergenceGroup) -> Any:
    return to_class(ConvergenceGroup, x)


def convergence_input_from_dict(s: Any) -> ConvergenceInput:
    return ConvergenceInput.from_dict(s)


def convergence_input_to_dict(x: ConvergenceInput) -> Any:
    return to_class(ConvergenceInput, x)


def convergence_test_from_dict(s: Any) -> ConvergenceTest:
    return ConvergenceTest.from_dict(s)


def convergence_test_to_dict(x: ConvergenceTest) -> Any:
    return to_class(ConvergenceTest, x)


def exporter_file_from_dict(s: Any) -> ExporterFile:
    return ExporterFile.from_dict(s)


def exporter_file_to_dict(x: ExporterFile) -> Any:
    return to_class(ExporterFile, x)


def exporter_answer_from_dict(s: Any) -> ExporterAnswer:
    return ExporterAnswer.from_dict(s)


def exporter_answer_to_dict(x: ExporterAnswer) -> Any:
    return to_class(ExporterAnswer, x)


def exporter_expect_from_dict(s: Any) -> ExporterExpect:
    return ExporterExpect.from_dict(s)


def exporter_expect_to_dict(x: ExporterExpect) -> Any:
    return to_class(ExporterExpect, x)


def exporter_group_from_dict(s: Any) -> ExporterGroup:
    return ExporterGroup.from_dict(s)


def exporter_group_to_dict(x: ExporterGroup) -> Any:
    return to_class(ExporterGroup, x)


def exporter_input_from_dict(s: Any) -> ExporterInput:
    return ExporterInput.from_dict(s)


def exporter_input_to_dict(x: ExporterInput) -> Any:
    return to_class(ExporterInput, x)


def exporter_test_from_dict(s: Any) -> ExporterTest:
    return ExporterTest.from_dict(s)


def exporter_test_to_dict(x: ExporterTest) -> Any:
    return to_class(ExporterTest, x)


def group_event_file_from_dict(s: Any) -> GroupEventFile:
    return GroupEventFile.from_dict(s)


def group_event_file_to_dict(x: GroupEventFile) -> Any:
    return to_class(GroupEventFile, x)


def group_event_answer_from_dict(s: Any) -> GroupEventAnswer:
    return GroupEventAnswer.from_dict(s)


def group_event_answer_to_dict(x: GroupEventAnswer) -> Any:
    return to_class(GroupEventAnswer, x)


def content_type_from_dict(s: Any) -> ContentType:
    return ContentType(s)


def content_type_to_dict(x: ContentType) -> Any:
    return to_enum(ContentType, x)


def event_from_dict(s: Any) -> Event:
    return Event.from_dict(s)


def event_to_dict(x: Event) -> Any:
    return to_class(Event, x)


def group_event_expect_from_dict(s: Any) -> GroupEventExpect:
    return GroupEventExpect.from_dict(s)


def group_event_expect_to_dict(x: GroupEventExpect) -> Any:
    return to_class(GroupEventExpect, x)


def group_event_group_from_dict(s: Any) -> GroupEventGroup:
    return GroupEventGroup.from_dict(s)


def group_event_group_to_dict(x: GroupEventGroup) -> Any:
    return to_class(GroupEventGroup, x)


def group_event_input_from_dict(s: Any) -> GroupEventInput:
    return GroupEventInput.from_dict(s)


def group_event_input_to_dict(x: GroupEventInput) -> Any:
    return to_class(GroupEventInput, x)


def rumor_from_dict(s: Any) -> Rumor:
    return Rumor.from_dict(s)


def rumor_to_dict(x: Rumor) -> Any:
    return to_class(Rumor, x)


def group_event_test_from_dict(s: Any) -> GroupEventTest:
    return GroupEventTest.from_dict(s)


def group_event_test_to_dict(x: GroupEventTest) -> Any:
    return to_class(GroupEventTest, x)


def key_package_event_file_from_dict(s: Any) -> KeyPackageEventFile:
    return KeyPackageEventFile.from_dict(s)


def key_package_event_file_to_dict(x: KeyPackageEventFile) -> Any:
    return to_class(KeyPackageEventFile, x)


def key_package_event_answer_from_dict(s: Any) -> KeyPackageEventAnswer:
    return KeyPackageEventAnswer.from_dict(s)


def key_package_event_answer_to_dict(x: KeyPackageEventAnswer) -> Any:
    return to_class(KeyPackageEventAnswer, x)


def key_package_event_expect_from_dict(s: Any) -> KeyPackageEventExpect:
    return KeyPackageEventExpect.from_dict(s)


def key_package_event_expect_to_dict(x: KeyPackageEventExpect) -> Any:
    return to_class(KeyPackageEventExpect, x)


def key_package_event_group_from_dict(s: Any) -> KeyPackageEventGroup:
    return KeyPackageEventGroup.from_dict(s)


def key_package_event_group_to_dict(x: KeyPackageEventGroup) -> Any:
    return to_class(KeyPackageEventGroup, x)


def key_package_event_input_from_dict(s: Any) -> KeyPackageEventInput:
    return KeyPackageEventInput.from_dict(s)


def key_package_event_input_to_dict(x: KeyPackageEventInput) -> Any:
    return to_class(KeyPackageEventInput, x)


def key_package_event_test_from_dict(s: Any) -> KeyPackageEventTest:
    return KeyPackageEventTest.from_dict(s)


def key_package_event_test_to_dict(x: KeyPackageEventTest) -> Any:
    return to_class(KeyPackageEventTest, x)


def key_package_ref_file_from_dict(s: Any) -> KeyPackageRefFile:
    return KeyPackageRefFile.from_dict(s)


def key_package_ref_file_to_dict(x: KeyPackageRefFile) -> Any:
    return to_class(KeyPackageRefFile, x)


def key_package_ref_answer_from_dict(s: Any) -> KeyPackageRefAnswer:
    return KeyPackageRefAnswer.from_dict(s)


def key_package_ref_answer_to_dict(x: KeyPackageRefAnswer) -> Any:
    return to_class(KeyPackageRefAnswer, x)


def key_package_ref_expect_from_dict(s: Any) -> KeyPackageRefExpect:
    return KeyPackageRefExpect.from_dict(s)


def key_package_ref_expect_to_dict(x: KeyPackageRefExpect) -> Any:
    return to_class(KeyPackageRefExpect, x)


def key_package_ref_group_from_dict(s: Any) -> KeyPackageRefGroup:
    return KeyPackageRefGroup.from_dict(s)


def key_package_ref_group_to_dict(x: KeyPackageRefGroup) -> Any:
    return to_class(KeyPackageRefGroup, x)


def key_package_ref_input_from_dict(s: Any) -> KeyPackageRefInput:
    return KeyPackageRefInput.from_dict(s)


def key_package_ref_input_to_dict(x: KeyPackageRefInput) -> Any:
    return to_class(KeyPackageRefInput, x)


def key_package_ref_test_from_dict(s: Any) -> KeyPackageRefTest:
    return KeyPackageRefTest.from_dict(s)


def key_package_ref_test_to_dict(x: KeyPackageRefTest) -> Any:
    return to_class(KeyPackageRefTest, x)


def key_package_select_file_from_dict(s: Any) -> KeyPackageSelectFile:
    return KeyPackageSelectFile.from_dict(s)


def key_package_select_file_to_dict(x: KeyPackageSelectFile) -> Any:
    return to_class(KeyPackageSelectFile, x)


def key_package_select_answer_from_dict(s: Any) -> KeyPackageSelectAnswer:
    return KeyPackageSelectAnswer.from_dict(s)


def key_package_select_answer_to_dict(x: KeyPackageSelectAnswer) -> Any:
    return to_class(KeyPackageSelectAnswer, x)


def exclusion_from_dict(s: Any) -> Exclusion:
    return Exclusion(s)


def exclusion_to_dict(x: Exclusion) -> Any:
    return to_enum(Exclusion, x)


def key_package_select_expect_from_dict(s: Any) -> KeyPackageSelectExpect:
    return KeyPackageSelectExpect.from_dict(s)


def key_package_select_expect_to_dict(x: KeyPackageSelectExpect) -> Any:
    return to_class(KeyPackageSelectExpect, x)


def key_package_select_group_from_dict(s: Any) -> KeyPackageSelectGroup:
    return KeyPackageSelectGroup.from_dict(s)


def key_package_select_group_to_dict(x: KeyPackageSelectGroup) -> Any:
    return to_class(KeyPackageSelectGroup, x)


def key_package_select_input_from_dict(s: Any) -> KeyPackageSelectInput:
    return KeyPackageSelectInput.from_dict(s)


def key_package_select_input_to_dict(x: KeyPackageSelectInput) -> Any:
    return to_class(KeyPackageSelectInput, x)


def requirements_from_dict(s: Any) -> Requirements:
    return Requirements.from_dict(s)


def requirements_to_dict(x: Requirements) -> Any:
    return to_class(Requirements, x)


def key_package_select_test_from_dict(s: Any) -> KeyPackageSelectTest:
    return KeyPackageSelectTest.from_dict(s)


def key_package_select_test_to_dict(x: KeyPackageSelectTest) -> Any:
    return to_class(KeyPackageSelectTest, x)


def manifest_from_dict(s: Any) -> Manifest:
    return Manifest.from_dict(s)


def manifest_to_dict(x: Manifest) -> Any:
    return to_class(Manifest, x)


def file_entry_from_dict(s: Any) -> FileEntry:
    return FileEntry.from_dict(s)


def file_entry_to_dict(x: FileEntry) -> Any:
    return to_class(FileEntry, x)


def other_file_from_dict(s: Any) -> OtherFile:
    return OtherFile.from_dict(s)


def other_file_to_dict(x: OtherFile) -> Any:
    return to_class(OtherFile, x)


def policy_entry_from_dict(s: Any) -> PolicyEntry:
    return PolicyEntry.from_dict(s)


def policy_entry_to_dict(x: PolicyEntry) -> Any:
    return to_class(PolicyEntry, x)


def retired_from_dict(s: Any) -> Retired:
    return Retired.from_dict(s)


def retired_to_dict(x: Retired) -> Any:
    return to_class(Retired, x)


def member_coalescing_file_from_dict(s: Any) -> MemberCoalescingFile:
    return MemberCoalescingFile.from_dict(s)


def member_coalescing_file_to_dict(x: MemberCoalescingFile) -> Any:
    return to_class(MemberCoalescingFile, x)


def member_coalescing_answer_from_dict(s: Any) -> MemberCoalescingAnswer:
    return MemberCoalescingAnswer.from_dict(s)


def member_coalescing_answer_to_dict(x: MemberCoalescingAnswer) -> Any:
    return to_class(MemberCoalescingAnswer, x)


def member_coalescing_expect_from_dict(s: Any) -> MemberCoalescingExpect:
    return MemberCoalescingExpect.from_dict(s)


def member_coalescing_expect_to_dict(x: MemberCoalescingExpect) -> Any:
    return to_class(MemberCoalescingExpect, x)


def member_coalescing_group_from_dict(s: Any) -> MemberCoalescingGroup:
    return MemberCoalescingGroup.from_dict(s)


def member_coalescing_group_to_dict(x: MemberCoalescingGroup) -> Any:
    return to_class(MemberCoalescingGroup, x)


def member_coalescing_input_from_dict(s: Any) -> MemberCoalescingInput:
    return MemberCoalescingInput.from_dict(s)


def member_coalescing_input_to_dict(x: MemberCoalescingInput) -> Any:
    return to_class(MemberCoalescingInput, x)


def member_coalescing_test_from_dict(s: Any) -> MemberCoalescingTest:
    return MemberCoalescingTest.from_dict(s)


def member_coalescing_test_to_dict(x: MemberCoalescingTest) -> Any:
    return to_class(MemberCoalescingTest, x)


def minimal_from_dict(s: Any) -> Minimal:
    return Minimal.from_dict(s)


def minimal_to_dict(x: Minimal) -> Any:
    return to_class(Minimal, x)


def minimal_test_from_dict(s: Any) -> MinimalTest:
    return MinimalTest.from_dict(s)


def minimal_test_to_dict(x: MinimalTest) -> Any:
    return to_class(MinimalTest, x)


def race_file_from_dict(s: Any) -> RaceFile:
    return RaceFile.from_dict(s)


def race_file_to_dict(x: RaceFile) -> Any:
    return to_class(RaceFile, x)


def race_answer_from_dict(s: Any) -> RaceAnswer:
    return RaceAnswer.from_dict(s)


def race_answer_to_dict(x: RaceAnswer) -> Any:
    return to_class(RaceAnswer, x)


def race_expect_from_dict(s: Any) -> RaceExpect:
    return RaceExpect.from_dict(s)


def race_expect_to_dict(x: RaceExpect) -> Any:
    return to_class(RaceExpect, x)


def race_group_from_dict(s: Any) -> RaceGroup:
    return RaceGroup.from_dict(s)


def race_group_to_dict(x: RaceGroup) -> Any:
    return to_class(RaceGroup, x)


def race_input_from_dict(s: Any) -> RaceInput:
    return RaceInput.from_dict(s)


def race_input_to_dict(x: RaceInput) -> Any:
    return to_class(RaceInput, x)


def ratchet_accept_from_dict(s: Any) -> RatchetAccept:
    return RatchetAccept(s)


def ratchet_accept_to_dict(x: RatchetAccept) -> Any:
    return to_enum(RatchetAccept, x)


def ratchet_compare_from_dict(s: Any) -> RatchetCompare:
    return RatchetCompare(s)


def ratchet_compare_to_dict(x: RatchetCompare) -> Any:
    return to_enum(RatchetCompare, x)


def ratchet_length_from_dict(s: Any) -> RatchetLength:
    return RatchetLength(s)


def ratchet_length_to_dict(x: RatchetLength) -> Any:
    return to_enum(RatchetLength, x)


def ratchet_model_from_dict(s: Any) -> RatchetModel:
    return RatchetModel(s)


def ratchet_model_to_dict(x: RatchetModel) -> Any:
    return to_enum(RatchetModel, x)


def ratchet_order_from_dict(s: Any) -> Union[RatchetOrderClass, RatchetOrderEnum]:
    return from_union([RatchetOrderClass.from_dict, RatchetOrderEnum], s)


def ratchet_order_to_dict(x: Union[RatchetOrderClass, RatchetOrderEnum]) -> Any:
    return from_union([lambda x: to_class(RatchetOrderClass, x), lambda x: to_enum(RatchetOrderEnum, x)], x)


def ratchet_orphan_from_dict(s: Any) -> RatchetOrphan:
    return RatchetOrphan(s)


def ratchet_orphan_to_dict(x: RatchetOrphan) -> Any:
    return to_enum(RatchetOrphan, x)


def ratchet_policy_from_dict(s: Any) -> RatchetPolicy:
    return RatchetPolicy.from_dict(s)


def ratchet_policy_to_dict(x: RatchetPolicy) -> Any:
    return to_class(RatchetPolicy, x)


def ratchet_retain_from_dict(s: Any) -> Union[RatchetRetainClass, RatchetRetainEnum]:
    return from_union([RatchetRetainClass.from_dict, RatchetRetainEnum], s)


def ratchet_retain_to_dict(x: Union[RatchetRetainClass, RatchetRetainEnum]) -> Any:
    return from_union([lambda x: to_class(RatchetRetainClass, x), lambda x: to_enum(RatchetRetainEnum, x)], x)


def ratchet_root_order_from_dict(s: Any) -> RatchetRootOrder:
    return RatchetRootOrder(s)


def ratchet_root_order_to_dict(x: RatchetRootOrder) -> Any:
    return to_enum(RatchetRootOrder, x)


def ratchet_valid_from_dict(s: Any) -> RatchetValid:
    return RatchetValid(s)


def ratchet_valid_to_dict(x: RatchetValid) -> Any:
    return to_enum(RatchetValid, x)


def race_test_from_dict(s: Any) -> RaceTest:
    return RaceTest.from_dict(s)


def race_test_to_dict(x: RaceTest) -> Any:
    return to_class(RaceTest, x)


def scenario_file_from_dict(s: Any) -> ScenarioFile:
    return ScenarioFile.from_dict(s)


def scenario_file_to_dict(x: ScenarioFile) -> Any:
    return to_class(ScenarioFile, x)


def scenario_answer_from_dict(s: Any) -> ScenarioAnswer:
    return ScenarioAnswer.from_dict(s)


def scenario_answer_to_dict(x: ScenarioAnswer) -> Any:
    return to_class(ScenarioAnswer, x)


def device_from_dict(s: Any) -> Device:
    return Device.from_dict(s)


def device_to_dict(x: Device) -> Any:
    return to_class(Device, x)


def scenario_expect_from_dict(s: Any) -> ScenarioExpect:
    return ScenarioExpect.from_dict(s)


def scenario_expect_to_dict(x: ScenarioExpect) -> Any:
    return to_class(ScenarioExpect, x)


def fault_from_dict(s: Any) -> Fault:
    return Fault.from_dict(s)


def fault_to_dict(x: Fault) -> Any:
    return to_class(Fault, x)


def scenario_group_from_dict(s: Any) -> ScenarioGroup:
    return ScenarioGroup.from_dict(s)


def scenario_group_to_dict(x: ScenarioGroup) -> Any:
    return to_class(ScenarioGroup, x)


def scenario_input_from_dict(s: Any) -> ScenarioInput:
    return ScenarioInput.from_dict(s)


def scenario_input_to_dict(x: ScenarioInput) -> Any:
    return to_class(ScenarioInput, x)


def relay_from_dict(s: Any) -> Relay:
    return Relay.from_dict(s)


def relay_to_dict(x: Relay) -> Any:
    return to_class(Relay, x)


def step_from_dict(s: Any) -> Step:
    return Step.from_dict(s)


def step_to_dict(x: Step) -> Any:
    return to_class(Step, x)


def scenario_test_from_dict(s: Any) -> ScenarioTest:
    return ScenarioTest.from_dict(s)


def scenario_test_to_dict(x: ScenarioTest) -> Any:
    return to_class(ScenarioTest, x)


def stream_file_from_dict(s: Any) -> StreamFile:
    return StreamFile.from_dict(s)


def stream_file_to_dict(x: StreamFile) -> Any:
    return to_class(StreamFile, x)


def stream_answer_from_dict(s: Any) -> StreamAnswer:
    return StreamAnswer.from_dict(s)


def stream_answer_to_dict(x: StreamAnswer) -> Any:
    return to_class(StreamAnswer, x)


def stream_expect_from_dict(s: Any) -> StreamExpect:
    return StreamExpect.from_dict(s)


def stream_expect_to_dict(x: StreamExpect) -> Any:
    return to_class(StreamExpect, x)


def stream_group_from_dict(s: Any) -> StreamGroup:
    return StreamGroup.from_dict(s)


def stream_group_to_dict(x: StreamGroup) -> Any:
    return to_class(StreamGroup, x)


def stream_input_from_dict(s: Any) -> StreamInput:
    return StreamInput.from_dict(s)


def stream_input_to_dict(x: StreamInput) -> Any:
    return to_class(StreamInput, x)


def stream_app_from_dict(s: Any) -> StreamApp:
    return StreamApp(s)


def stream_app_to_dict(x: StreamApp) -> Any:
    return to_enum(StreamApp, x)


def stream_backoff_from_dict(s: Any) -> StreamBackoff:
    return StreamBackoff.from_dict(s)


def stream_backoff_to_dict(x: StreamBackoff) -> Any:
    return to_class(StreamBackoff, x)


def stream_binding_from_dict(s: Any) -> StreamBinding:
    return StreamBinding(s)


def stream_binding_to_dict(x: StreamBinding) -> Any:
    return to_enum(StreamBinding, x)


def stream_close_from_dict(s: Any) -> StreamClose:
    return StreamClose.from_dict(s)


def stream_close_to_dict(x: StreamClose) -> Any:
    return to_class(StreamClose, x)


def stream_fault_from_dict(s: Any) -> StreamFault:
    return StreamFault.from_dict(s)


def stream_fault_to_dict(x: StreamFault) -> Any:
    return to_class(StreamFault, x)


def stream_fields_from_dict(s: Any) -> StreamFields:
    return StreamFields.from_dict(s)


def stream_fields_to_dict(x: StreamFields) -> Any:
    return to_class(StreamFields, x)


def stream_frame_from_dict(s: Any) -> StreamFrame:
    return StreamFrame.from_dict(s)


def stream_frame_to_dict(x: StreamFrame) -> Any:
    return to_class(StreamFrame, x)


def stream_from_from_dict(s: Any) -> StreamFrom:
    return StreamFrom(s)


def stream_from_to_dict(x: StreamFrom) -> Any:
    return to_enum(StreamFrom, x)


def stream_kind_from_dict(s: Any) -> StreamKind:
    return StreamKind(s)


def stream_kind_to_dict(x: StreamKind) -> Any:
    return to_enum(StreamKind, x)


def stream_limits_from_dict(s: Any) -> StreamLimits:
    return StreamLimits.from_dict(s)


def stream_limits_to_dict(x: StreamLimits) -> Any:
    return to_class(StreamLimits, x)


def stream_machine_from_dict(s: Any) -> StreamMachine:
    return StreamMachine(s)


def stream_machine_to_dict(x: StreamMachine) -> Any:
    return to_enum(StreamMachine, x)


def stream_mode_from_dict(s: Any) -> StreamMode:
    return StreamMode(s)


def stream_mode_to_dict(x: StreamMode) -> Any:
    return to_enum(StreamMode, x)


def stream_on_resume_from_dict(s: Any) -> StreamOnResume:
    return StreamOnResume(s)


def stream_on_resume_to_dict(x: StreamOnResume) -> Any:
    return to_enum(StreamOnResume, x)


def stream_page_from_dict(s: Any) -> StreamPage:
    return StreamPage.from_dict(s)


def stream_page_to_dict(x: StreamPage) -> Any:
    return to_class(StreamPage, x)


def stream_pattern_from_dict(s: Any) -> StreamPattern:
    return StreamPattern.from_dict(s)


def stream_pattern_to_dict(x: StreamPattern) -> Any:
    return to_class(StreamPattern, x)


def stream_ping_when_from_dict(s: Any) -> StreamPingWhen:
    return StreamPingWhen(s)


def stream_ping_when_to_dict(x: StreamPingWhen) -> Any:
    return to_enum(StreamPingWhen, x)


def stream_policy_from_dict(s: Any) -> StreamPolicy:
    return StreamPolicy.from_dict(s)


def stream_policy_to_dict(x: StreamPolicy) -> Any:
    return to_class(StreamPolicy, x)


def stream_resume_from_from_dict(s: Any) -> StreamResumeFrom:
    return StreamResumeFrom(s)


def stream_resume_from_to_dict(x: StreamResumeFrom) -> Any:
    return to_enum(StreamResumeFrom, x)


def stream_retry_stamp_from_dict(s: Any) -> StreamRetryStamp:
    return StreamRetryStamp(s)


def stream_retry_stamp_to_dict(x: StreamRetryStamp) -> Any:
    return to_enum(StreamRetryStamp, x)


def stream_row_from_dict(s: Any) -> StreamRow:
    return StreamRow.from_dict(s)


def stream_row_to_dict(x: StreamRow) -> Any:
    return to_class(StreamRow, x)


def stream_step_from_dict(s: Any) -> StreamStep:
    return StreamStep.from_dict(s)


def stream_step_to_dict(x: StreamStep) -> Any:
    return to_class(StreamStep, x)


def stream_wanted_from_dict(s: Any) -> StreamWanted:
    return StreamWanted.from_dict(s)


def stream_wanted_to_dict(x: StreamWanted) -> Any:
    return to_class(StreamWanted, x)


def stream_watchdog_from_dict(s: Any) -> StreamWatchdog:
    return StreamWatchdog.from_dict(s)


def stream_watchdog_to_dict(x: StreamWatchdog) -> Any:
    return to_class(StreamWatchdog, x)


def stream_wish_from_dict(s: Any) -> StreamWish:
    return StreamWish.from_dict(s)


def stream_wish_to_dict(x: StreamWish) -> Any:
    return to_class(StreamWish, x)


def stream_test_from_dict(s: Any) -> StreamTest:
    return StreamTest.from_dict(s)


def stream_test_to_dict(x: StreamTest) -> Any:
    return to_class(StreamTest, x)


def tree_file_from_dict(s: Any) -> TreeFile:
    return TreeFile.from_dict(s)


def tree_file_to_dict(x: TreeFile) -> Any:
    return to_class(TreeFile, x)


def tree_answer_from_dict(s: Any) -> TreeAnswer:
    return TreeAnswer.from_dict(s)


def tree_answer_to_dict(x: TreeAnswer) -> Any:
    return to_class(TreeAnswer, x)


def tree_expect_from_dict(s: Any) -> TreeExpect:
    return TreeExpect.from_dict(s)


def tree_expect_to_dict(x: TreeExpect) -> Any:
    return to_class(TreeExpect, x)


def tree_group_from_dict(s: Any) -> TreeGroup:
    return TreeGroup.from_dict(s)


def tree_group_to_dict(x: TreeGroup) -> Any:
    return to_class(TreeGroup, x)


def tree_input_from_dict(s: Any) -> TreeInput:
    return TreeInput.from_dict(s)


def tree_input_to_dict(x: TreeInput) -> Any:
    return to_class(TreeInput, x)


def ratchet_cycle_from_dict(s: Any) -> RatchetCycle:
    return RatchetCycle.from_dict(s)


def ratchet_cycle_to_dict(x: RatchetCycle) -> Any:
    return to_class(RatchetCycle, x)


def ratchet_then_from_dict(s: Any) -> RatchetThen:
    return RatchetThen.from_dict(s)


def ratchet_then_to_dict(x: RatchetThen) -> Any:
    return to_class(RatchetThen, x)


def tree_test_from_dict(s: Any) -> TreeTest:
    return TreeTest.from_dict(s)


def tree_test_to_dict(x: TreeTest) -> Any:
    return to_class(TreeTest, x)


def welcome_fanout_file_from_dict(s: Any) -> WelcomeFanoutFile:
    return WelcomeFanoutFile.from_dict(s)


def welcome_fanout_file_to_dict(x: WelcomeFanoutFile) -> Any:
    return to_class(WelcomeFanoutFile, x)


def welcome_fanout_answer_from_dict(s: Any) -> WelcomeFanoutAnswer:
    return WelcomeFanoutAnswer.from_dict(s)


def welcome_fanout_answer_to_dict(x: WelcomeFanoutAnswer) -> Any:
    return to_class(WelcomeFanoutAnswer, x)


def delivery_from_dict(s: Any) -> Union[DeliveryClass, DeliveryEnum]:
    return from_union([DeliveryClass.from_dict, DeliveryEnum], s)


def delivery_to_dict(x: Union[DeliveryClass, DeliveryEnum]) -> Any:
    return from_union([lambda x: to_class(DeliveryClass, x), lambda x: to_enum(DeliveryEnum, x)], x)


def welcome_fanout_expect_from_dict(s: Any) -> WelcomeFanoutExpect:
    return WelcomeFanoutExpect.from_dict(s)


def welcome_fanout_expect_to_dict(x: WelcomeFanoutExpect) -> Any:
    return to_class(WelcomeFanoutExpect, x)


def welcome_fanout_group_from_dict(s: Any) -> WelcomeFanoutGroup:
    return WelcomeFanoutGroup.from_dict(s)


def welcome_fanout_group_to_dict(x: WelcomeFanoutGroup) -> Any:
    return to_class(WelcomeFanoutGroup, x)


def welcome_fanout_input_from_dict(s: Any) -> WelcomeFanoutInput:
    return WelcomeFanoutInput.from_dict(s)


def welcome_fanout_input_to_dict(x: WelcomeFanoutInput) -> Any:
    return to_class(WelcomeFanoutInput, x)


def keys_from_dict(s: Any) -> Keys:
    return Keys.from_dict(s)


def keys_to_dict(x: Keys) -> Any:
    return to_class(Keys, x)


def welcome_fanout_test_from_dict(s: Any) -> WelcomeFanoutTest:
    return WelcomeFanoutTest.from_dict(s)


def welcome_fanout_test_to_dict(x: WelcomeFanoutTest) -> Any:
    return to_class(WelcomeFanoutTest, x)


def welcome_join_file_from_dict(s: Any) -> WelcomeJoinFile:
    return WelcomeJoinFile.from_dict(s)


def welcome_join_file_to_dict(x: WelcomeJoinFile) -> Any:
    return to_class(WelcomeJoinFile, x)


def welcome_join_answer_from_dict(s: Any) -> WelcomeJoinAnswer:
    return WelcomeJoinAnswer.from_dict(s)


def welcome_join_answer_to_dict(x: WelcomeJoinAnswer) -> Any:
    return to_class(WelcomeJoinAnswer, x)


def welcome_join_expect_from_dict(s: Any) -> WelcomeJoinExpect:
    return WelcomeJoinExpect.from_dict(s)


def welcome_join_expect_to_dict(x: WelcomeJoinExpect) -> Any:
    return to_class(WelcomeJoinExpect, x)


def export_from_dict(s: Any) -> Export:
    return Export.from_dict(s)


def export_to_dict(x: Export) -> Any:
    return to_class(Export, x)


def welcome_join_group_from_dict(s: Any) -> WelcomeJoinGroup:
    return WelcomeJoinGroup.from_dict(s)


def welcome_join_group_to_dict(x: WelcomeJoinGroup) -> Any:
    return to_class(WelcomeJoinGroup, x)


def welcome_join_input_from_dict(s: Any) -> WelcomeJoinInput:
    return WelcomeJoinInput.from_dict(s)


def welcome_join_input_to_dict(x: WelcomeJoinInput) -> Any:
    return to_class(WelcomeJoinInput, x)


def op_from_dict(s: Any) -> Op:
    return Op.from_dict(s)


def op_to_dict(x: Op) -> Any:
    return to_class(Op, x)


def op_result_from_dict(s: Any) -> OpResult:
    return OpResult.from_dict(s)


def op_result_to_dict(x: OpResult) -> Any:
    return to_class(OpResult, x)


def state_from_dict(s: Any) -> State:
    return State.from_dict(s)


def state_to_dict(x: State) -> Any:
    return to_class(State, x)


def welcome_join_test_from_dict(s: Any) -> WelcomeJoinTest:
    return WelcomeJoinTest.from_dict(s)


def welcome_join_test_to_dict(x: WelcomeJoinTest) -> Any:
    return to_class(WelcomeJoinTest, x)


def welcome_rumor_file_from_dict(s: Any) -> WelcomeRumorFile:
    return WelcomeRumorFile.from_dict(s)


def welcome_rumor_file_to_dict(x: WelcomeRumorFile) -> Any:
    return to_class(WelcomeRumorFile, x)


def welcome_rumor_answer_from_dict(s: Any) -> WelcomeRumorAnswer:
    return WelcomeRumorAnswer.from_dict(s)


def welcome_rumor_answer_to_dict(x: WelcomeRumorAnswer) -> Any:
    return to_class(WelcomeRumorAnswer, x)


def welcome_rumor_expect_from_dict(s: Any) -> WelcomeRumorExpect:
    return WelcomeRumorExpect.from_dict(s)


def welcome_rumor_expect_to_dict(x: WelcomeRumorExpect) -> Any:
    return to_class(WelcomeRumorExpect, x)


def welcome_rumor_group_from_dict(s: Any) -> WelcomeRumorGroup:
    return WelcomeRumorGroup.from_dict(s)


def welcome_rumor_group_to_dict(x: WelcomeRumorGroup) -> Any:
    return to_class(WelcomeRumorGroup, x)


def welcome_rumor_input_from_dict(s: Any) -> WelcomeRumorInput:
    return WelcomeRumorInput.from_dict(s)


def welcome_rumor_input_to_dict(x: WelcomeRumorInput) -> Any:
    return to_class(WelcomeRumorInput, x)


def welcome_rumor_test_from_dict(s: Any) -> WelcomeRumorTest:
    return WelcomeRumorTest.from_dict(s)


def welcome_rumor_test_to_dict(x: WelcomeRumorTest) -> Any:
    return to_class(WelcomeRumorTest, x)
