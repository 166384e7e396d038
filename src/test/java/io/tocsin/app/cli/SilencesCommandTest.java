package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.cli.Shell.Ran;
import org.junit.jupiter.api.Test;

class SilencesCommandTest extends LiveHub {

    @Test
    void aSilenceIsPreviewedAddedListedTracedAndEnded() {
        hub.send("ci", "{\"title\": \"it burns\", \"severity\": \"high\", \"labels\": {\"env\": \"test\"}}");
        awaitCount("SELECT count(*) FROM delivery WHERE state = 'delivered'", 1);
        assertThat(shell().run("silences", "preview", "env=test").out())
                .contains(
                        "it burns", "it would hide 1 alert that fires now, and 1 alert of the last day (looked at 1)");

        Ran added = shell().run("silences", "add", "env=test", "--for", "2h", "--comment", "we know", "--as", "mia");
        assertThat(added.exit()).as(added.err()).isZero();
        assertThat(added.out()).matches("sil_\\w+ active until \\S+Z\\n");
        String id = added.out().split(" ")[0];
        String event = hub.send(
                "ci", "{\"title\": \"it burns more\", \"severity\": \"high\", \"labels\": {\"env\": \"test\"}}");
        awaitCount("SELECT count(*) FROM held", 1);
        assertThat(shell().run("silences", "list").out())
                .containsPattern(id + "  active .*  mia .* 1 +env=\"test\" +we know\n")
                .endsWith("1 silence\n");
        assertThat(shell().run("trace", event).out())
                .contains("held back by silence " + id + " until ", ", by mia: we know");
        assertThat(sink.got()).hasSize(1);

        assertThat(shell().run("silences", "end", id, "--as", "mia").out()).isEqualTo(id + " ended\n");
        sink.await(2);
        assertThat(shell().run("silences", "list").out()).isEqualTo("0 silences\n");
        assertThat(shell().run("silences", "list", "--state", "all", "--json").out())
                .contains("\"expired\"");
    }

    @Test
    void ofSeveralThatAreEndedOneThatIsRefusedKeepsNoneOfTheOthers() {
        String one = add("a=b");
        String other = add("a=c");
        Ran ended = shell().run("silences", "end", one, "sil_none", other);
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.out()).isEqualTo(one + " ended\n" + other + " ended\n");
        assertThat(ended.err()).contains("No silence has the id sil_none");
    }

    private String add(String matcher) {
        return shell().run("silences", "add", matcher, "--for", "2h", "--comment", "c")
                .out()
                .split(" ")[0];
    }

    @Test
    void aSilenceIsMadeLongerAndGetsAnotherCommentAndOtherAlerts() {
        String id = shell().run("silences", "add", "env=test", "--for", "1h", "--comment", "we know", "--as", "mia")
                .out()
                .split(" ")[0];
        String ends = hub.read("/v1/silences/" + id).path("endsAt").asText();

        Ran longer = shell().run("silences", "change", id, "--for", "5h", "--as", "bo");
        assertThat(longer.exit()).as(longer.err()).isZero();
        assertThat(longer.out()).matches(id + " active until \\S+Z\\n").doesNotContain(ends);
        assertThat(shell().run("silences", "change", id, "--comment", "still").exit())
                .isZero();
        assertThat(shell().run("silences", "list").out())
                .as("what is not said stays")
                .containsPattern(id + "  active .*  mia .* env=\"test\" +still\n");

        String other =
                shell().run("silences", "change", id, "env=stage", "--json").out();
        assertThat(other).contains("env=\\\"stage\\\"").doesNotContain(id);
        assertThat(shell().run("silences", "list").out())
                .contains("env=\"stage\"")
                .endsWith("1 silence\n");
        assertThat(shell().run("silences", "change", id, "--for", "1h").out())
                .as("it is over")
                .matches("sil_\\w+ active until \\S+Z, in place of " + id + "\\n");
        assertThat(shell().run("silences", "change", "sil_none", "--for", "1h").err())
                .contains("No silence has the id sil_none");
        assertThat(shell().run("silences", "change", id).err()).contains("Say what is to be otherwise");
        assertThat(shell().run("audit", "list", "--action", "silence").out()).contains("bo");
    }

    @Test
    void whatHidesEverythingAsksForYes() {
        String all = "{\"status\": [\"firing\"]}";
        Ran refused = shell().run("silences", "add", "--pattern", all, "--for", "1h", "--comment", "c");
        assertThat(refused.exit()).isOne();
        assertThat(refused.err()).contains("would hide everything");
        assertThat(shell().run("silences", "preview", "--pattern", all).out()).contains("asks for --yes");
        assertThat(shell().run("silences", "add", "--pattern", all, "--for", "1h", "--comment", "c", "--yes")
                        .exit())
                .isZero();
    }

    @Test
    void whichAlertsAndUntilWhenIsSaidInOneWay() {
        assertThat(shell().run("silences", "add", "--for", "1h", "--comment", "c")
                        .err())
                .contains("Say which alerts in one way");
        assertThat(shell().run("silences", "add", "a=b", "--comment", "c").err())
                .contains("Say until when in one way");
        assertThat(shell().run("silences", "add", "--pattern", "{", "--for", "1h", "--comment", "c")
                        .err())
                .contains("is not JSON");
    }
}
