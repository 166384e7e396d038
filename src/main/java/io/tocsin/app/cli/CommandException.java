package io.tocsin.app.cli;

/** A command cannot do what it was asked; the message is all that the user sees. */
class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exit;

    CommandException(String message) {
        this(message, ExitCodes.FAILED);
    }

    private CommandException(String message, int exit) {
        super(message);
        this.exit = exit;
    }

    /** The hub did not answer: nothing is known of what was asked. */
    static CommandException noAnswer(String message) {
        return new CommandException(message, ExitCodes.NO_ANSWER);
    }

    /** What the process ends with. */
    int exit() {
        return exit;
    }
}
