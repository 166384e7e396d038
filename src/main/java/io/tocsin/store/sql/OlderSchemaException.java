package io.tocsin.store.sql;

/** The store was written by a build from before the schema began anew, which this one cannot take over. */
final class OlderSchemaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OlderSchemaException(String theirs) {
        super("was made by an earlier build of Tocsin (its schema is version " + theirs + ", and the schema began anew"
                + " since): let that build finish its deliveries, then move the file and its -wal and -shm away");
    }
}
