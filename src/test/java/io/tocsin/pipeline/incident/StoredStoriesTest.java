package io.tocsin.pipeline.incident;

import io.tocsin.files.Folders;
import io.tocsin.model.incident.Steps;
import io.tocsin.pipeline.outbox.TestStages;
import io.tocsin.store.corridor.TestCorridor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever happens in whatever order, over a real file: nobody is told nonsense, and in the end everybody knows what is so. */
class StoredStoriesTest {

    /** So many stories share a file: one each would take longer than the stories do. */
    private static final int A_FILE = 250;

    private static Path folder;
    private static TestStages hub;
    private static int stories;

    @Tag("slow")
    @Property(tries = 120, edgeCases = EdgeCasesMode.NONE)
    void everybodyHearsWhatIsSo(@ForAll("stories") List<Integer> steps) {
        tell(steps);
    }

    @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE)
    @Tag("long")
    void everybodyHearsWhatIsSoInTwentyThousandStories(@ForAll("stories") List<Integer> steps) {
        tell(steps);
    }

    private static void tell(List<Integer> steps) {
        if (hub == null || stories % A_FILE == 0) {
            close();
            open();
        }
        StoredStory story = new StoredStory(hub, "s" + ++stories, steps.get(0));
        try {
            steps.subList(1, steps.size()).forEach(story::step);
            story.end();
        } catch (AssertionError | RuntimeException wrong) {
            close(); // what it left behind is not the next one's
            throw new AssertionError(String.join("\n", story.log()), wrong);
        }
    }

    private static void open() {
        try {
            folder = Files.createTempDirectory("stories");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        hub = new TestStages(new TestCorridor(folder), StoredStory.RECEIVERS.toArray(String[]::new));
    }

    @AfterContainer
    static void close() {
        if (hub == null) {
            return;
        }
        hub.close();
        hub = null;
        try {
            Folders.remove(folder);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Provide
    Arbitrary<List<Integer>> stories() {
        return Steps.between(10, 30);
    }
}
