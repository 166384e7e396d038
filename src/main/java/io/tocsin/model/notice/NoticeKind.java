package io.tocsin.model.notice;

import java.util.Locale;

/** What an incident has to say, or what the hub has to say of several or of none. */
public enum NoticeKind {
    OPENED(0),
    RESOLVED(1),
    UPDATED(2),
    /** Nothing changed but that somebody sees to it now. */
    ACKNOWLEDGED(2),
    /** Somebody is paged again, since nobody has answered. */
    ESCALATED(0),
    /** Nothing changed; what goes on is told again. */
    REMINDER(2),
    /** Several incidents in one message. */
    DIGEST(3),
    /** An operator tries a receiver. */
    TEST(0);

    private final int priority;

    NoticeKind(int priority) {
        this.priority = priority;
    }

    /** The word used in JSON, the store and messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Which goes first where a lane is busy: the lower number. */
    public int priority() {
        return priority;
    }

    /** The kind of this word, which the store wrote. */
    public static NoticeKind ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
