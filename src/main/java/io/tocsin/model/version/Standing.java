package io.tocsin.model.version;

/** How the version that a hub has loaded stands to the one that all hubs go by. */
public enum Standing {

    /** It is that one: the hub decides. */
    CURRENT,

    /** It becomes that one now: it is new, or all hubs that live have it. */
    BECOMES_CURRENT,

    /** It is new, and its files may still be on their way: in a moment it is decided. */
    SETTLING,

    /** Hubs go by another one, which this hub has not loaded: it decides nothing until it has. */
    BEHIND
}
