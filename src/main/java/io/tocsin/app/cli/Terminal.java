package io.tocsin.app.cli;

import io.tocsin.app.hub.Environment;
import java.io.PrintWriter;
import java.util.OptionalInt;

/**
 * Standard output or standard error, with what is known of where it is shown. What is not a terminal is a pipe or a file: it has no
 * colours and no width, unless somebody says so.
 */
final class Terminal extends PrintWriter {

    /** What the launcher says of standard output, since Java cannot tell by itself. */
    static final String OUT = "hub.terminal.out";

    /** The same of standard error. */
    static final String ERR = "hub.terminal.err";

    private static final int NARROWEST = 20;
    private static final String WIDTH = "COLUMNS";

    private final boolean shown;
    private final OptionalInt width;
    private final boolean colours;

    /** @param shown whether a person sees it at once; @param width how many characters fit a line; @param colours whether it has colours */
    Terminal(PrintWriter out, boolean shown, OptionalInt width, boolean colours) {
        super(out, true);
        this.shown = shown;
        this.width = width;
        this.colours = colours;
    }

    /**
     * One of the process's own.
     *
     * @param property {@link #OUT} or {@link #ERR}
     */
    static Terminal of(PrintWriter out, String property, Environment environment) {
        boolean shown = Boolean.getBoolean(property);
        boolean plain =
                environment.apply("NO_COLOR").filter(any -> !any.isEmpty()).isPresent()
                        || environment.apply("TERM").filter("dumb"::equals).isPresent();
        return new Terminal(out, shown, width(environment), shown && !plain);
    }

    private static OptionalInt width(Environment environment) {
        return environment
                .apply(WIDTH)
                .filter(text -> text.matches("[1-9][0-9]{0,4}"))
                .map(text -> OptionalInt.of(Math.max(NARROWEST, Integer.parseInt(text))))
                .orElse(OptionalInt.empty());
    }

    /** As itself where it is one; what else is printed to is no terminal. */
    static Terminal of(PrintWriter out) {
        return out instanceof Terminal terminal ? terminal : new Terminal(out, false, OptionalInt.empty(), false);
    }

    /** The same with the colours that somebody asks for. */
    Terminal with(ColorOption.When when) {
        return switch (when) {
            case AUTO -> this;
            case ALWAYS -> new Terminal(this, shown, width, true);
            case NEVER -> new Terminal(this, shown, width, false);
        };
    }

    /** Whether a person sees it at once. */
    boolean isShown() {
        return shown;
    }

    /** How many characters fit a line; empty where lines may be of any length. */
    OptionalInt width() {
        return width;
    }

    /** Whether it has colours. */
    boolean hasColours() {
        return colours;
    }

    /** A text in a style, where there are colours. */
    String styled(Style style, String text) {
        return colours && !text.isBlank() ? "\u001b[" + style.code + "m" + text + "\u001b[0m" : text;
    }

    /** How something is set off. The eight colours that every terminal has, so that they fit its own light or dark. */
    enum Style {
        HEAD("1"),
        BAD("31"),
        URGENT("33"),
        GOOD("32");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }
}
