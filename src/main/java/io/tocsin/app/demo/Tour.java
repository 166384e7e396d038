package io.tocsin.app.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Goes through all steps, whatever becomes of each, and says at the end which of them held. */
final class Tour {

    private final List<Step> steps;

    Tour(Samples samples) {
        this.steps = Stream.of(
                        new EventSteps(samples).steps(),
                        new IncidentSteps(samples).steps(),
                        new WakingSteps(samples).steps(),
                        new FailureSteps(samples).steps(),
                        new ForesightSteps(samples).steps())
                .flatMap(List::stream)
                .toList();
    }

    private record Result(Step step, Optional<String> missing) {}

    /** Whether everything that should have arrived did. */
    boolean run(Stage stage) {
        List<Result> results = new ArrayList<>();
        for (Step step : steps) {
            stage.screen().heading("%2d  %s".formatted(results.size() + 1, step.name()));
            results.add(new Result(step, missing(step, stage)));
        }
        stage.screen().heading("What was shown");
        for (Result result : results) {
            result.missing()
                    .ifPresentOrElse(why -> stage.screen().bad(result.step().name(), why), () -> stage.screen()
                            .good(result.step().name()));
        }
        return results.stream().allMatch(result -> result.missing().isEmpty());
    }

    private static Optional<String> missing(Step step, Stage stage) {
        stage.clear();
        try {
            step.act().on(stage);
            return Optional.empty();
        } catch (MissingException | RuntimeException e) {
            String why = e instanceof MissingException ? e.getMessage() : e.toString();
            stage.screen().trouble("missing", "", why);
            return Optional.of(why);
        }
    }
}
