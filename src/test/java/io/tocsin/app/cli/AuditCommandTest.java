package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.app.cli.Shell.Ran;
import io.tocsin.store.sql.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class AuditCommandTest extends LiveHub {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Change<String, Void> SQL = (tx, statements, now) -> {
        statements.forEach(tx::execute);
        return Collections.nCopies(statements.size(), null);
    };

    @Test
    void whatWasDoneIsListedSealedVerifiedAndExportedAndAChangeIsFound() throws IOException {
        Ran none = shell().run("audit", "verify");
        assertThat(none.exit()).as(none.err()).isZero();
        assertThat(none.out()).isEqualTo("intact: no row is sealed\n");

        String id = shell().run("silences", "add", "env=test", "--for", "2h", "--comment", "we know", "--as", "mia")
                .out()
                .split(" ")[0];
        shell().run("silences", "end", id, "--reason", "done", "--as", "ann");
        awaitCount("SELECT count(*) FROM audit WHERE seq IS NOT NULL", 2);

        assertThat(shell().run("audit", "list", "--target", id).out())
                .containsPattern("2  +\\S+Z .*  ann \\(tok_\\w+\\) +silence.end +" + id + " .*: done\n")
                .containsPattern("1  +\\S+Z .*  mia \\(tok_\\w+\\) +silence.add ")
                .endsWith("2 entries\n");
        assertThat(shell().run("audit", "list", "--action", "silence", "--actor", "MIA", "--limit", "1")
                        .out())
                .endsWith("1 entry\n");
        assertThat(shell().run("audit", "list", "--action", "silenc").out()).isEqualTo("0 entries\n");
        assertThat(shell().run("audit", "list", "--limit", "1").out()).contains("1 entry; go on with --after aud_");

        Ran verified = shell().run("audit", "verify");
        assertThat(verified.out()).startsWith("intact: rows 1 to 2\nhead: 2:");
        String head = verified.out().lines().toList().get(1).replace("head: ", "");
        assertThat(shell().run("audit", "verify", "--head", head, "-o", "yaml").out())
                .contains("intact: true", "faults: []");
        assertThat(shell().run("audit", "verify", "--head", "2").err()).contains("expected <place>:<hash>");

        Path file = folder().resolve("audit.jsonl");
        assertThat(shell().run("audit", "export", "--to", file.toString()).out())
                .startsWith("2 rows written to ");
        assertThat(shell().run("audit", "export", "--after", "1").out().lines()).hasSize(1);
        assertThat(shell().run("audit", "verify", "--file", file.toString(), "--head", head)
                        .out())
                .startsWith("intact: rows 1 to 2\n");
        Path later = folder().resolve("later.jsonl");
        shell().run("audit", "export", "--after", "1", "--to", later.toString());
        String first = JSON.readTree(Files.readString(file).lines().findFirst().orElseThrow())
                .path("hash")
                .asText();
        assertThat(shell().run("audit", "verify", "--file", later.toString(), "--head", "1:" + first)
                        .out())
                .startsWith("intact: rows 2 to 2\n")
                .doesNotContain("note:");
        Files.writeString(file, Files.readString(file).replace("done", "won"));
        assertThat(shell().run("audit", "verify", "--file", file.toString()).out())
                .startsWith("NOT INTACT: rows 1 to 2, 1 faults\n  row 2 ");
        Files.writeString(file, "{}\n");
        assertThat(shell().run("audit", "verify", "--file", file.toString()).err())
                .contains(file + ":1 has no seq");

        hub.hub()
                .store()
                .submit(SQL, "UPDATE audit SET actor = 'nobody' WHERE seq = 1")
                .join();
        String kept = Files.readString(later);
        assertThat(shell().run("audit", "export", "--to", later.toString(), "--after=-5")
                        .exit())
                .isNotZero();
        assertThat(later).as("the copy from before").hasContent(kept);
        assertThat(folder().toFile().list()).noneMatch(name -> name.endsWith(".part"));
        Ran changed = shell().run("audit", "verify");
        assertThat(changed.exit()).isOne();
        assertThat(changed.out()).contains("NOT INTACT", "row 1 (aud_", "does not fit its hash");
    }

    @Test
    void whetherAnyoneWasNotifiedOfAnAlertIsOneCommand() {
        hub.send("ci", "{\"title\": \"it burns\", \"severity\": \"high\", \"labels\": {\"env\": \"test\"}}");
        awaitCount("SELECT count(*) FROM delivery WHERE state = 'delivered'", 1);
        String alert = hub.text("SELECT id FROM alert").orElseThrow();
        String incident = hub.text("SELECT id FROM incident").orElseThrow();
        shell().run("incidents", "comment", incident, "--text", "on it", "--as", "mia");

        assertThat(shell().run("audit", "alert", alert).out())
                .startsWith(alert + "  firing, high: it burns\nyes: 1 notification arrived, the first ")
                .contains("incident " + incident + "  it burns\n")
                .containsPattern("Z +opened +hook +arrived +\\S+Z +HTTP 20")
                .containsPattern("mia \\(tok_\\w+\\) +incident.comment ");
        assertThat(shell().run("audit", "alert", incident, "--json").out()).contains("\"notified\" : true");
        assertThat(shell().run("audit", "alert", "alr_nothing").err()).contains("Neither the hub nor its audit knows");

        shell().run("silences", "add", "env=prod", "--for", "2h", "--comment", "we know");
        hub.send("ci", "{\"title\": \"quiet\", \"severity\": \"high\", \"labels\": {\"env\": \"prod\"}}");
        awaitCount("SELECT count(*) FROM held", 1);
        String hidden = hub.text("SELECT max(id) FROM alert").orElseThrow();
        assertThat(shell().run("audit", "alert", hidden).out())
                .contains("no: nothing arrived, and nothing was sent", "held back by silence sil_");
    }
}
