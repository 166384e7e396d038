package io.tocsin.app.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a command ends with: the same numbers everywhere (docs/decisions/0088-exit-codes.md). */
final class ExitCodes {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_COMMAND_LINE = 2;

    /** The hub that was asked does not answer: nothing is known of what was asked, and the same command may go well later. */
    static final int NO_ANSWER = 3;

    /** Ended by Ctrl-C: 128 and the number of SIGINT, as shells have it. */
    static final int CANCELLED = 130;

    private ExitCodes() {}

    /** All of them with their meaning, for help. */
    static Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("0", "done");
        all.put("1", "it could not be done, or what was looked for is not so; standard error says why");
        all.put("2", "the command line is wrong");
        all.put("3", "the hub does not answer");
        all.put("130", "ended by Ctrl-C; what was whole before is whole");
        return all;
    }
}
