package io.tocsin.store.sql;

/** The store was written by a version of the hub that is newer than this one. */
final class NewerSchemaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NewerSchemaException(String theirs, String ours) {
        super("was made by a newer version of Tocsin (its schema is version " + theirs + ", this one knows up to "
                + ours + "): start that version again, or restore a backup of before the update");
    }
}
