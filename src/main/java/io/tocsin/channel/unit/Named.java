package io.tocsin.channel.unit;

/**
 * A parameter and its value, as such a placeholder has them.
 *
 * @param name the parameter, for who has to change it
 * @param value what it says
 */
record Named(String name, String value) {

    /** Reads {@code name=value}. */
    static Named read(String remainder) {
        int equal = remainder.indexOf('=');
        if (equal < 1) {
            throw new IllegalArgumentException("`" + remainder + "` is no parameter; expected name={{name}}");
        }
        return new Named(
                remainder.substring(0, equal).strip(),
                remainder.substring(equal + 1).strip());
    }

    IllegalArgumentException wrong(String expected) {
        return new IllegalArgumentException(name + " is " + value + "; expected " + expected);
    }
}
