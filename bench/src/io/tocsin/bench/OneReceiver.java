package io.tocsin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A route folder with one of the bench's webhooks and one rule. */
final class OneReceiver {
    private OneReceiver() {}

    /**
     * Writes it.
     *
     * @param folder where
     * @param home the hub's folder
     * @param notify who is told of each event of the load
     */
    static Path write(Path folder, Path home, String notify) throws IOException {
        Path receivers = Files.createDirectories(folder.resolve("receivers"));
        Path receiver = home.resolve("bench/routes/receivers/bench-1.camel.yaml");
        Files.copy(receiver, receivers.resolve(receiver.getFileName()));
        Path rules = Files.createDirectories(folder.resolve("rules"));
        Files.writeString(rules.resolve("bench.yaml"), """
                rules:
                  - name: bench
                    when: { labels: { bench: [ "yes" ] } }
                    notify: [ %s ]
                    final: true
                """.formatted(notify));
        return folder;
    }
}
