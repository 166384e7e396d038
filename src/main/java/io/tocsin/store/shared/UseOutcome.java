package io.tocsin.store.shared;

/** What became of somebody's wish to have all hubs go by a version. */
public enum UseOutcome {
    /** They do. */
    USED,
    /** No hub ever had it. */
    UNKNOWN,
    /** No hub that lives has it loaded, so that nobody would decide anything any more. */
    LOADED_BY_NOBODY
}
