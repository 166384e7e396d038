package io.tocsin.model.alert;

/** Why what comes now is older than what stands: queues, retries and redrives do not keep order. */
public enum Late {
    /** Its sender said something else after it. */
    SAID_BEFORE("its sender said something else since"),
    /** It ends an episode that was over before the one that goes on began. */
    EARLIER_END("it ends an earlier episode than the one that goes on"),
    /** It begins an episode whose end was told already. */
    EARLIER_BEGIN("the end of its episode came before it");

    private final String words;

    Late(String words) {
        this.words = words;
    }

    /** For a reader of the trace. */
    public String words() {
        return words;
    }
}
