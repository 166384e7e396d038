package io.tocsin.app.demo;

import java.io.PrintWriter;

/** Prints the tour: short lines in columns, with colours where a person looks at them. Safe for use by many threads. */
final class Screen {

    private static final String BOLD = "1";
    private static final String DIM = "2";
    private static final String RED = "31";
    private static final String GREEN = "32";
    private static final String YELLOW = "33";

    private final PrintWriter out;
    private final boolean colours;

    /**
     * @param out where to
     * @param colours whether it is a terminal that shows ANSI colours
     */
    Screen(PrintWriter out, boolean colours) {
        this.out = out;
        this.colours = colours;
    }

    /** A heading, with an empty line above it. */
    void heading(String text) {
        line("\n" + ink(BOLD, text));
    }

    /** What happened, to whom, and more about it: three columns. */
    void fact(String what, String who, String more) {
        line("    %s  %-22s  %s"
                .formatted(ink(DIM, "%-7s".formatted(what)), who, more)
                .stripTrailing());
    }

    /** A fact that is bad news. */
    void trouble(String what, String who, String more) {
        fact(what, who, ink(YELLOW, more));
    }

    /** A part of the demo, where it is, and what it is for. */
    void part(String what, String where, String why) {
        line("    %s  %-32s  %s".formatted(ink(DIM, "%-7s".formatted(what)), where, why));
    }

    /** A thing that held. */
    void good(String text) {
        line(ink(GREEN, " ✓ ") + text);
    }

    /** A thing that did not hold, and why. */
    void bad(String text, String why) {
        line(ink(RED, " ✗ ") + text + "\n   " + ink(RED, why));
    }

    /** A line as it is. */
    void line(String text) {
        synchronized (out) {
            out.println(text);
            out.flush();
        }
    }

    private String ink(String code, String text) {
        return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
