package io.tocsin.app.cli;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.delivery.FailureClass;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** The words that options of lists take, for help and for shells to complete. What somebody else types, the hub judges. */
abstract class Words implements Iterable<String> {

    private final List<String> words;

    private Words(String... words) {
        this.words = List.of(words);
    }

    @Override
    public Iterator<String> iterator() {
        return words.iterator();
    }

    /** How bad alerts are. */
    static final class Severities extends Words {
        Severities() {
            super(Arrays.stream(Severity.values()).map(Severity::word).toArray(String[]::new));
        }
    }

    /** States of events. */
    static final class EventStates extends Words {
        EventStates() {
            super("pending", "decided", "dead", "discarded");
        }
    }

    /** States of alerts. */
    static final class AlertStates extends Words {
        AlertStates() {
            super("firing", "resolved");
        }
    }

    /** States of incidents. */
    static final class IncidentStates extends Words {
        IncidentStates() {
            super("open", "acknowledged", "ending", "resolved", "closed");
        }
    }

    /** How far things are, for readers who are no engineers. */
    static final class PublicStatuses extends Words {
        PublicStatuses() {
            super("investigating", "identified", "monitoring", "resolved");
        }
    }

    /** States of silences. */
    static final class SilenceStates extends Words {
        SilenceStates() {
            super("open", "pending", "active", "expired", "all");
        }
    }

    /** States of maintenance windows. */
    static final class WindowStates extends Words {
        WindowStates() {
            super("open", "pending", "active", "over", "all");
        }
    }

    /** States of questions. */
    static final class QuestionStates extends Words {
        QuestionStates() {
            super("open", "approved", "rejected", "expired", "withdrawn", "all");
        }
    }

    /** What a question may be answered. */
    static final class Choices extends Words {
        Choices() {
            super("approve", "reject");
        }
    }

    /** States of deliveries. */
    static final class DeliveryStates extends Words {
        DeliveryStates() {
            super("pending", "delivered", "dead", "superseded", "collapsed", "taken-over", "discarded");
        }
    }

    /** States of dead letters. */
    static final class DeadLetterStates extends Words {
        DeadLetterStates() {
            super("open", "redriven", "discarded", "all");
        }
    }

    /** What died. */
    static final class DeadLetterKinds extends Words {
        DeadLetterKinds() {
            super("event", "alert", "notice", "delivery");
        }
    }

    /** Why deliveries fail. */
    static final class FailureClasses extends Words {
        FailureClasses() {
            super(Stream.of(FailureClass.values()).map(FailureClass::word).toArray(String[]::new));
        }
    }
}
