package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.cli.Shell.Ran;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class DeadLettersCommandTest extends LiveHub {
    @Test
    void theListShowsWhatDiedAndWhy() {
        String id = makeDeadLetter();
        Ran ran = shell().run("dead-letters", "list");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains(id, "hook", "permanent", "such channel", "open", "\n1 dead letter\n")
                .doesNotContain("\u001b");
        assertThat(shell().run("dead-letters", "list", "--state", "redriven").out())
                .isEqualTo("0 dead letters\n");
        assertThat(shell().run("dead-letters", "list", "--since", "1h").out()).endsWith("\n1 dead letter\n");
        Ran unknown = shell().run("dead-letters", "list", "--receiver", "hok");
        assertThat(unknown.exit()).isOne();
        assertThat(unknown.err()).contains("There is no receiver `hok`; did you mean `hook`?");
        assertThat(shell().run("dead-letters", "list", "--json").out()).contains("\"total\"");
    }

    @Test
    void oneIsShownWithItsEventAndMessage() {
        Ran ran = shell().run("dead-letters", "show", makeDeadLetter());
        assertThat(ran.out())
                .contains("\"event\"", "\"message\"", "\"attempts\"", "it burns")
                .doesNotContain("\u001b");
    }

    @Test
    void aRedriveSaysWhatItDidAndTheAuditWhoDidIt() {
        String id = makeDeadLetter();
        Ran trial = shell().run("dead-letters", "redrive", "--all", "--dry-run");
        assertThat(trial.out()).contains(id + " would be redriven", "1 would be redriven");
        sink.answer(200, "ok");
        Ran ran = shell().run("dead-letters", "redrive", id, "--as", "mia", "--reason", "mended");
        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).isEqualTo(id + " redriven\n1 redriven\n");
        awaitCount("SELECT count(*) FROM delivery WHERE state = 'delivered'", 1);
        assertThat(hub.text("SELECT actor || detail FROM audit").orElseThrow())
                .startsWith("mia (tok_")
                .endsWith(": mended");

        Ran again = shell().run("dead-letters", "redrive", id);
        assertThat(again.exit()).isOne();
        assertThat(again.out()).contains("left alone: it was redriven at");
    }

    @Test
    void aRedriveOfWhatIsOverSaysThatNothingIsSent() {
        sink.answer(400, "no such channel");
        hub.send("ci", "{\"title\": \"it burns\", \"fingerprint\": \"a\"}");
        awaitCount("SELECT count(*) FROM dead_letter", 1);
        String id = hub.text("SELECT id FROM dead_letter").orElseThrow();
        hub.send("ci", "{\"title\": \"it burns\", \"fingerprint\": \"a\", \"status\": \"resolved\"}");
        awaitCount("SELECT count(*) FROM incident WHERE state = 'resolved'", 1);

        Ran trial = shell().run("dead-letters", "redrive", "--all", "--dry-run");
        assertThat(trial.out())
                .isEqualTo(id + " would be closed, and nothing is sent: there is nothing to notify of any more\n"
                        + "0 would be redriven, 1 would be closed without a message\n");
        assertThat(hub.text("SELECT state FROM dead_letter")).contains("open");
        assertThat(shell().run("dead-letters", "redrive", id).out())
                .isEqualTo(id + " closed, and nothing is sent: there is nothing to notify of any more\n"
                        + "0 redriven, 1 closed without a message\n");
        assertThat(hub.text("SELECT state FROM delivery")).contains("superseded");
    }

    @Test
    void aDiscardTakesAFilter() {
        String id = makeDeadLetter();
        assertThat(shell().run("dead-letters", "discard", "--containing", "nothing like it")
                        .out())
                .isEqualTo("0 discarded\n");
        assertThat(shell().run("dead-letters", "discard", "--containing", "CHANNEL")
                        .out())
                .isEqualTo(id + " discarded\n1 discarded\n");
        assertThat(shell().run("dead-letters", "list", "--state", "discarded").out())
                .contains(id);
    }

    @Test
    void aReceiverThatThereIsNotIsSaidWithTheNearest() {
        makeDeadLetter();
        Ran ran = shell().run("dead-letters", "redrive", "--receiver", "hok");
        assertThat(ran.exit()).isOne();
        assertThat(ran.err()).contains("There is no receiver `hok`; did you mean `hook`?");
    }

    @Test
    void sayingNothingOrTwoThingsIsAUsageError() {
        assertThat(shell().run("dead-letters", "redrive").exit()).isEqualTo(2);
        assertThat(shell().run("dead-letters", "redrive", "dea_1", "--all").exit())
                .isEqualTo(2);
        assertThat(shell().run("dead-letters", "discard", "--receiver", "hook", "--all")
                        .exit())
                .isEqualTo(2);
    }
}
