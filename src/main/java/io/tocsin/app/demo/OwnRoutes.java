package io.tocsin.app.demo;

import io.tocsin.app.hub.CannotStartException;
import io.tocsin.app.hub.HubSettings;
import io.tocsin.files.FileSet;
import io.tocsin.files.FileText;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keeps the demo from what its user has set up: sample events must not wake anybody, and a queue of real events must not
 * be drained into a demo.
 */
public final class OwnRoutes {

    private static final Path SHIPPED = Path.of("receivers", "log.camel.yaml");

    private OwnRoutes() {}

    /**
     * Refuses to go on where there are receivers or sources besides those that the project comes with.
     *
     * @param settings say where the route folders are
     * @param home the folder that relative paths in settings start from
     * @throws CannotStartException naming the first such file
     */
    public static void refuse(HubSettings settings, Path home) {
        settings.routes().stream()
                .flatMap(folder -> instances(home.resolve(folder)))
                .findFirst()
                .ifPresent(file -> {
                    throw new CannotStartException(
                            file + " is yours: the demo's samples could reach real people through"
                                    + " it, or real events the demo. Start the demo in a fresh copy of the project, or add"
                                    + " --with-my-routes if that is what you want");
                });
    }

    private static Stream<Path> instances(Path routes) {
        return Stream.of("sources", "receivers")
                .flatMap(room -> new FileSet(routes.resolve(room), List.of(".camel.yaml")).paths().stream())
                .filter(file -> !file.endsWith(SHIPPED))
                .filter(file -> FileText.read(file).content().contains("- templatedRoute:"));
    }
}
