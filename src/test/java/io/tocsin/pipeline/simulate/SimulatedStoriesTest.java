package io.tocsin.pipeline.simulate;

import io.tocsin.files.Folders;
import io.tocsin.model.incident.Steps;
import io.tocsin.pipeline.outbox.TestStages;
import io.tocsin.store.corridor.TestCorridor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** A hub that decides over a store, and a simulation of the same story, say the same to the same at the same time. */
class SimulatedStoriesTest {

    @Tag("slow")
    @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
    void aSimulationSaysWhatAHubSays(@ForAll("stories") List<Integer> steps) {
        tell(steps);
    }

    @Property(tries = 3_000, edgeCases = EdgeCasesMode.NONE)
    @Tag("long")
    void aSimulationSaysWhatAHubSaysInThreeThousandStories(@ForAll("stories") List<Integer> steps) {
        tell(steps);
    }

    private static void tell(List<Integer> steps) {
        Path folder = folder();
        try (TestStages hub = new TestStages(new TestCorridor(folder), SimulatedStory.RECEIVERS)) {
            SimulatedStory story = new SimulatedStory(hub, folder, steps.get(0));
            try {
                steps.subList(1, steps.size()).forEach(story::step);
                story.end();
            } catch (AssertionError | RuntimeException wrong) {
                throw new AssertionError(String.join("\n", story.log()), wrong);
            }
        } finally {
            delete(folder);
        }
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("simulated");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try {
            Folders.remove(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Provide
    Arbitrary<List<Integer>> stories() {
        return Steps.between(4, 30);
    }
}
