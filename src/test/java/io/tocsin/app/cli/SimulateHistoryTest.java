package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.cli.Shell.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What came into the store of a hub that runs meanwhile. */
class SimulateHistoryTest extends LiveHub {

    @Test
    void whatCameInIsGoneThroughWithTheRulesInUseAndWithEditedOnesAndNothingIsSentOrStored() throws IOException {
        hub.send("ci", "{\"title\": \"it burns\", \"severity\": \"high\", \"status\": \"firing\"}");
        awaitCount("SELECT count(*) FROM delivery WHERE state = 'delivered'", 1);
        hub.send("ci", "{\"title\": \"it burns\", \"severity\": \"high\", \"status\": \"ok\"}");
        hub.send("ci", "{\"nothing\": 1}");
        awaitCount("SELECT count(*) FROM delivery WHERE state = 'delivered'", 2);
        long sent = sink.got().size();

        Ran ran = simulate("--last", "1h");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().lines().map(line -> line.replaceAll(" +", " ").replaceAll("^\\S+ ", "")))
                .startsWith("notified hook opened high it burns by all", "notified hook resolved high it burns by all");
        assertThat(ran.out()).contains("trouble");

        Path edited = Files.createDirectories(folder().resolve("edited"));
        Files.writeString(edited.resolve("rules.yaml"), """
                rules:
                  - { name: all, when: { status: [ firing ] }, notify: [ hook, other ] }
                """);
        Ran changed = simulate("--last", "1h", "--rules", edited.toString(), "--diff", "--fail-on-change");
        assertThat(changed.out()).contains("2 more", "2 notices before, 4 after");
        assertThat(changed.exit()).isOne();
        assertThat(sink.got()).hasSize((int) sent);
        assertThat(hub.count("SELECT count(*) FROM event")).isEqualTo(3);
    }

    private Ran simulate(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "simulate";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return shell().with("HUB_ROUTES", hub.files().routes().toString()).run(all);
    }
}
