package io.tocsin.model.alert;

/** A JSON value that cannot be an alert; the message names the field, what was found and what was expected. */
public final class InvalidAlertException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String field;

    /**
     * @param field the field at fault, {@code $} for the whole value
     * @param reason what was found and what was expected, without the field's name
     */
    public InvalidAlertException(String field, String reason) {
        super(field.equals("$") ? reason : field + ": " + reason);
        this.field = field;
    }

    /** The field at fault, {@code $} for the whole value. */
    public String field() {
        return field;
    }
}
