package io.tocsin.app.hub;

import io.tocsin.check.MissingComponent;
import io.tocsin.check.RefusedValue;
import io.tocsin.check.UnsetPlaceholder;
import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import io.tocsin.store.sql.Dialect;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Turns what Camel throws at a start into lines that an operator can act on. */
final class StartFailure {

    private StartFailure() {}

    /**
     * What keeps the store from being used, whichever step of the start met it.
     *
     * @param store where everything is kept
     * @param thrown what the start threw
     * @return the line for it, or what was thrown
     */
    static RuntimeException ofStore(Dialect store, RuntimeException thrown) {
        return store.explain(thrown)
                .<RuntimeException>map(line -> new CannotStartException(line, thrown))
                .orElse(thrown);
    }

    /**
     * @param folders the route folders
     * @param thrown what Camel threw
     * @param trial what is wrong with every route, as the check would say; Camel gives up at the first one
     */
    static RuntimeException of(List<Path> folders, Exception thrown, Supplier<List<Finding>> trial) {
        for (Throwable link = thrown; link != null; link = link.getCause()) {
            if (link instanceof CannotStartException
                    || link instanceof InvalidFileException
                    || link instanceof io.tocsin.net.server.CannotListenException) {
                return (RuntimeException) link;
            }
        }
        List<Finding> refused = trial.get();
        if (!refused.isEmpty()) {
            return new InvalidFileException(refused);
        }
        Optional<Finding> unset = UnsetPlaceholder.in(folders, thrown);
        Optional<Finding> told = unset.or(() -> RefusedValue.in(folders, thrown));
        if (told.isPresent()) {
            return new InvalidFileException(List.of(told.get()));
        }
        for (Throwable link = thrown; link != null; link = link.getCause()) {
            Optional<String> missing = MissingComponent.in(String.valueOf(link.getMessage()));
            if (missing.isPresent()) {
                return new CannotStartException(
                        "A route names the component `" + missing.get() + "`, which this hub has not: "
                                + MissingComponent.remedy(missing.get()),
                        thrown);
            }
        }
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return new CannotStartException(
                "The routes cannot start: " + thrown.getMessage() + " (" + root.getMessage() + ")", thrown);
    }
}
