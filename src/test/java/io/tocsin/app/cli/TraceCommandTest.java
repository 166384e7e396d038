package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.cli.Shell.Ran;
import org.junit.jupiter.api.Test;

class TraceCommandTest extends LiveHub {
    @Test
    void aPersonReadsWhatBecameOfAnEvent() {
        sink.answer(200, "thanks");
        String id = hub.send("ci", "{\"title\": \"it burns\", \"severity\": \"high\"}");
        awaitCount("SELECT count(*) FROM delivery WHERE state = 'delivered'", 1);
        Ran ran = shell().run("trace", id);
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("event " + id + "  DECIDED", "from ci at", "mapping generic", "firing, high", "it burns")
                .containsPattern("\\+ all +matched, opened")
                .containsPattern("to hook +DELIVERED")
                .contains("incident inc_");
    }

    @Test
    void aDeadLetterIsShownWithWhatToDoAndCannotSteerTheTerminal() {
        String letter = makeDeadLetter();
        Ran ran = shell().run("trace", letter);
        assertThat(ran.out())
                .contains("dead letter " + letter, "such channel", "./hub dead-letters redrive " + letter)
                .doesNotContain("\u001b");
    }

    @Test
    void theTraceIsThereAsJson() {
        String id = hub.send("ci", "{\"title\": \"it burns\"}");
        assertThat(shell().run("trace", id, "--json").out()).startsWith("{").contains("\"" + id + "\"");
    }

    @Test
    void whatIsNoIdIsOneLine() {
        Ran ran = shell().run("trace", "../tokens");
        assertThat(ran.exit()).isOne();
        assertThat(ran.err()).contains("is no id").hasLineCount(1);
        assertThat(shell().run("trace", "evt_nobody").err()).contains("404", "evt_nobody");
    }

    @Test
    void aDuplicateNamesItsIncident() {
        hub.send("ci", "{\"title\": \"it burns\"}");
        String second = hub.send("ci", "{\"title\": \"it burns\"}");
        awaitCount("SELECT count(*) FROM event WHERE state = 'decided'", 2);
        String incident = hub.text("SELECT id FROM incident").orElseThrow();
        assertThat(shell().run("trace", second).out())
                .containsPattern("matched, duplicate of " + incident
                        + ", notified at \\S+Z; repeats are only counted until \\S+Z");
    }
}
