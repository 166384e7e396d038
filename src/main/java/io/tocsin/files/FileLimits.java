package io.tocsin.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;

/**
 * How much of a file that people edit the hub reads. All that the hub does with such a file (compose it, hold it against a
 * schema, compile its patterns) calls itself once a level or looks at a value letter by letter, some of it more often than
 * once: a file nested thousands deep overflows the stack, and one value of megabytes keeps a thread for minutes.
 */
public final class FileLimits {
    /** Bytes of one file: 8 MiB, some 30,000 rules. */
    public static final int BYTES = 8 << 20;

    /** Levels of lists and maps within each other. */
    public static final int DEPTH = 100;

    /** Letters of one value or name in YAML: 64 Ki. */
    public static final int VALUE = 64 << 10;

    private FileLimits() {}

    /** Reads JSON that is nested no deeper; how long a value is, the file's size bounds. */
    static JsonFactory json() {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEPTH)
                        .maxStringLength(BYTES)
                        .build())
                .build();
    }

    static Finding tooDeep(String file, int line) {
        return new Finding(
                file,
                line,
                "more than " + DEPTH + " lists and maps within each other",
                "at most " + DEPTH,
                "write it flatter");
    }

    static Finding tooLong(String file, int line, int length) {
        return new Finding(
                file,
                line,
                "a value of " + length + " characters",
                "at most " + VALUE,
                "shorten it; what is long belongs into a file of its own, such as a template");
    }

    static Finding tooBig(String file) {
        return new Finding(
                file,
                0,
                "a file of more than " + (BYTES >> 20) + " MiB",
                "a smaller one",
                "split it into several files");
    }
}
