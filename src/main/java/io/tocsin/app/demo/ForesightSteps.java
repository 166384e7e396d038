package io.tocsin.app.demo;

import io.tocsin.app.hub.HubSimulation;
import io.tocsin.files.Folders;
import io.tocsin.model.rule.Rules;
import io.tocsin.pipeline.simulate.Differences;
import io.tocsin.pipeline.simulate.Foresight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The last part of the tour: what an edit of the rules would have changed, before it is made. */
final class ForesightSteps {

    private static final String BEFORE = "[ demo-chat, demo-flaky ]";
    private static final String AFTER = "[ demo-chat ]";

    private final Samples samples;

    ForesightSteps(Samples samples) {
        this.samples = samples;
    }

    List<Step> steps() {
        return List.of(new Step("What an edit of the rules would change, by all that just happened", this::simulate));
    }

    private void simulate(Stage stage) throws MissingException {
        HubSimulation hub = new HubSimulation(stage.demo().settings());
        Path edited = edited(stage.demo().settings().routes());
        Differences differences;
        try {
            Rules after = hub.rules(edited);
            Instant now = Instant.now();
            differences = hub.history(samples.began(), now, replay -> hub.foresight()
                    .compare(hub.rules(), after, replay, Foresight.End.at(now)));
        } finally {
            delete(edited);
        }
        List<Differences.Difference> all = differences.all();
        stage.screen().fact("edit", "demo-shop", "notify: " + BEFORE + " becomes " + AFTER);
        all.forEach(one -> one.before().ifPresent(line -> stage.screen()
                .fact("less", line.to().words(), line.kind().word() + "  " + line.title())));
        stage.screen()
                .fact(
                        "why",
                        "./hub simulate",
                        differences.notifiedBefore() + " messages before, " + differences.notifiedAfter()
                                + " after; nothing was sent");
        if (all.isEmpty()) {
            throw new MissingException("the edit changes nothing: does a rule of demo/rules still say " + BEFORE + "?");
        }
    }

    /** The rules as they are, but for one. */
    private static Path edited(List<Path> folders) {
        try {
            Path edited = Files.createTempDirectory("tocsin-demo-rules");
            for (int i = 0; i < folders.size(); i++) {
                copy(folders.get(i).resolve("rules"), edited.resolve(Integer.toString(i)));
            }
            return edited;
        } catch (IOException e) {
            throw new UncheckedIOException("The rules cannot be copied", e);
        }
    }

    private static void copy(Path rules, Path to) throws IOException {
        Files.createDirectory(to);
        if (!Files.isDirectory(rules)) {
            return;
        }
        try (Stream<Path> files = Files.list(rules)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.writeString(
                        to.resolve(file.getFileName()), Files.readString(file).replace(BEFORE, AFTER));
            }
        }
    }

    private static void delete(Path folder) {
        try {
            Folders.remove(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
