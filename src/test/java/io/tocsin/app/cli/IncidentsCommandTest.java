package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.cli.Shell.Ran;
import org.junit.jupiter.api.Test;

class IncidentsCommandTest extends LiveHub {

    private String open() {
        hub.send("ci", "{\"title\": \"it burns\", \"severity\": \"high\", \"status\": \"firing\"}");
        awaitCount("SELECT count(*) FROM delivery WHERE state = 'delivered'", 1);
        return hub.text("SELECT id FROM incident").orElseThrow();
    }

    private String out(String... words) {
        Ran ran = shell().run(words);
        assertThat(ran.exit()).as(ran.err()).isZero();
        return ran.out();
    }

    @Test
    void eachActIsSaidAndSaidOnce() {
        String id = open();

        assertThat(out("incidents", "ack", id, "--as", "mia")).isEqualTo(id + " acknowledged; it is acknowledged\n");
        assertThat(out("incidents", "ack", id))
                .matches(id + " was already acknowledged by mia at [-0-9T:.]+Z; it is acknowledged\n");
        assertThat(out("incidents", "unack", id)).isEqualTo(id + " given back; it is open\n");
        assertThat(out("incidents", "assign", id, "--to", "bo")).isEqualTo(id + " assigned to bo; it is open\n");
        assertThat(out("incidents", "status", id, "--status", "identified", "--impact", "orders are late"))
                .isEqualTo(id + " told to readers; it is open\n");
        assertThat(out("incidents", "comment", id, "--text", "the disk", "--as", "mia"))
                .isEqualTo(id + " commented; it is open\n");
        Ran refused = shell().run("incidents", "close", id);
        assertThat(refused.exit()).isOne();
        assertThat(refused.err()).contains("refused with 409", "it is open: resolve it first");
        assertThat(out("incidents", "resolve", id, "--root-cause", "a log"))
                .isEqualTo(id + " resolved; it is resolved\n");

        String shown = out("incidents", "show", id);
        assertThat(shown)
                .contains(
                        id + "  RESOLVED, high",
                        "assigned to bo",
                        "resolved by tok_",
                        "public status: resolved",
                        "impact: orders are late",
                        "root cause: a log",
                        "the disk",
                        "it burns",
                        "acknowledged",
                        "next: ")
                .doesNotContain("\u001b");
        assertThat(out("incidents", "close", id, "--output", "json")).contains("\"state\" : \"closed\"");
        assertThat(out("incidents", "list", "--state", "closed")).contains(id);
    }

    @Test
    void oneOfSeveralThatIsRefusedLeavesTheOthersDone() {
        String id = open();

        Ran ran = shell().run("incidents", "resolve", "inc_nobody", id);

        assertThat(ran.exit()).isOne();
        assertThat(ran.out())
                .contains(id + " resolved; it is resolved\n", "inc_nobody left alone: ", "No incident has the id");
    }
}
