package io.tocsin.model.alert;

/** Why what comes now is older than what stands: queues, retries and redrives do not keep order. */
public enum Late {
    /** Its sender said something else after it. */
    SAID_BEFORE("its sender said something else since"),
    /** It ends an episode that was over before the one that goes on began. */
    EARLIER_END("it ends an earlier episode than the one that goes on"),
    /** It begins an episode whose end was told already. */
    EARLIER_BEGIN("the end of its episode came before it"),
    /** It came before what was decided already, and was held up in the hub: a decision that was tried again, or redriven. */
    OVERTAKEN("what came after it was decided before it"),
    /** The hub's own end of an alert that was silent for too long, and that was told again before it was decided. */
    TOLD_AGAIN("the alert was sent again since");

    private final String words;

    Late(String words) {
        this.words = words;
    }

    /** For a reader of the trace. */
    public String words() {
        return words;
    }
}
