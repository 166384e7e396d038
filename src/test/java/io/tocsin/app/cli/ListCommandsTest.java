package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tocsin.app.cli.Shell.Ran;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class ListCommandsTest extends LiveHub {

    @Test
    void listsAreTablesWithIdsThatTraceTakes() {
        String event = hub.send("ci", "{\"title\": \"it \\u001b[31mburns\", \"severity\": \"high\"}");
        awaitCount("SELECT count(*) FROM delivery WHERE state = 'delivered'", 1);

        Ran events = shell().run("events", "list", "--source", "ci", "--since", "1h", "--text", "BURNS");
        assertThat(events.exit()).as(events.err()).isZero();
        assertThat(events.out().lines().toList().get(0))
                .matches("ID +RECEIVED +STATE +SOURCE +OUTCOME +SEVERITY +TITLE");
        assertThat(events.out())
                .containsPattern(event + "  \\S+Z  \\d+ s ago  decided  ci      opened   high      it .*burns")
                .endsWith("\n1 event\n")
                .doesNotContain("\u001b");

        assertThat(shell().run("alerts", "list", "--state", "firing").out())
                .contains("alr_", "firing", "high")
                .endsWith("1 alert\n");
        Ran incidents = shell().run("incidents", "list", "--receiver", "hook", "--rule", "all");
        assertThat(incidents.out()).contains("open", "high", "all", "hook").endsWith("1 incident\n");
        String incident = incidents.out().replaceAll("(?s).*(inc_\\w+).*", "$1");
        assertThat(shell().run("trace", incident).out()).startsWith("event " + event);
    }

    @Test
    void deliveriesAreListedAndListsAreSearched() {
        hub.send(
                "ci",
                "{\"title\": \"it burns\", \"severity\": \"high\", \"labels\": {\"env\": \"prod\", \"host\": \"db-1\"}}");
        awaitCount("SELECT count(*) FROM delivery WHERE state = 'delivered'", 1);

        Ran deliveries =
                shell().run("deliveries", "list", "--receiver", "hook", "--state", "delivered", "--since", "1h");
        assertThat(deliveries.exit()).as(deliveries.err()).isZero();
        assertThat(deliveries.out())
                .containsPattern("(?m)^ID +MADE +STATE +TO +CLASS +REASON +TITLE$")
                .containsPattern("dlv_\\w+  \\S+Z  \\d+ s ago  delivered  hook +it burns\n")
                .endsWith("\n1 delivery\n");
        assertThat(shell().run("deliveries", "list", "--class", "permanent").out())
                .isEqualTo("0 deliveries\n");
        assertThat(shell().run(
                                "incidents",
                                "list",
                                "--label",
                                "env=prod",
                                "--label",
                                "host=~\"db-.*\"",
                                "--title",
                                "IT")
                        .out())
                .endsWith("\n1 incident\n");
        assertThat(shell().run("alerts", "list", "--label", "env!=prod").out()).endsWith("0 alerts\n");
        assertThat(shell().run("events", "list", "--external-id", "nobody").out())
                .endsWith("0 events\n");
    }

    @Test
    void whoGotNothingIsNotAmongThoseItWasSentTo() {
        makeDeadLetter();

        assertThat(shell().run("incidents", "list").out())
                .containsPattern("SENT TO +SOURCE")
                .containsPattern(" all {11,}ci ")
                .doesNotContain("hook");
        assertThat(shell().run("incidents", "list", "--receiver", "hook", "--json")
                        .out())
                .contains("\"receivers\"")
                .doesNotContain("sentTo");
    }

    @Test
    void theSameIsThereForPrograms() throws IOException {
        String event = hub.send("ci", "{\"title\": \"it \\u001b[31mburns\"}");
        awaitCount("SELECT count(*) FROM delivery WHERE state = 'delivered'", 1);
        String json = shell().run("events", "list", "--json").out();
        assertThat(json).contains("\"" + event + "\"");
        assertThat(shell().run("events", "list", "--output", "json").out()).isEqualTo(json);
        String yaml = shell().run("events", "list", "-o", "yaml").out();
        assertThat(yaml).startsWith("events:").doesNotContain("\u001b");
        assertThat(new YAMLMapper().readTree(yaml)).isEqualTo(new YAMLMapper().readTree(json));
    }

    @Test
    void aFullPageSaysHowToGoOn() {
        hub.send("ci", "{\"title\": \"one\"}");
        hub.send("ci", "{\"title\": \"two\"}");
        awaitCount("SELECT count(*) FROM delivery WHERE state = 'delivered'", 2);
        Ran first = shell().run("events", "list", "--limit", "1");
        assertThat(first.out()).contains("two", "1 event; looked at 1, back to ", "; go on with --after evt_");
        String cursor = first.out().strip().replaceAll("(?s).*--after ", "");
        assertThat(shell().run("events", "list", "--after", cursor).out())
                .contains("one")
                .doesNotContain("two");
        assertThat(shell().run("events", "list", "--text", "three").out()).isEqualTo("0 events\n");
    }

    @Test
    void aNameThatNothingHasFailsAndATimeThatIsNoneIsWrongUsage() {
        Ran unknown = shell().run("events", "list", "--receiver", "hok");
        assertThat(unknown.exit()).isOne();
        assertThat(unknown.err())
                .contains("There is no receiver `hok`; did you mean `hook`?")
                .hasLineCount(1);
        Ran wrong = shell().run("alerts", "list", "--since", "yesterday");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err())
                .contains("--since", "`yesterday` is no time", "1h")
                .hasLineCount(2);
    }
}
