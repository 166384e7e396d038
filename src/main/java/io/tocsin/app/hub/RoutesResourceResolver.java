package io.tocsin.app.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceResolverSupport;
import org.apache.camel.support.ResourceSupport;

/**
 * {@code routes:channels/slack.jq}: a file beside the route files, in the first of the route folders that has it, so
 * that a route names it the same wherever the hub was started and in whichever folder it lies.
 */
public final class RoutesResourceResolver extends ResourceResolverSupport {

    /** The scheme in {@code resource:routes:...}. */
    public static final String SCHEME = "routes";

    /**
     * Where the folders stand, made absolute where they have to be. Not {@code hub.routes}: an environment variable of that name wins in
     * Camel, as it was written.
     */
    static final String FOLDERS = "tocsin.route-folders";

    /** Called by Camel. */
    public RoutesResourceResolver() {
        super(SCHEME);
    }

    @Override
    protected Resource createResource(String location, String remaining) {
        List<Path> folders = List.of(getCamelContext()
                        .getPropertiesComponent()
                        .resolveProperty(FOLDERS)
                        .orElse(Setting.ROUTES.byDefault())
                        .split(","))
                .stream()
                .map(folder -> Path.of(folder.strip()))
                .toList();
        Path file = folders.stream()
                .map(folder -> folder.resolve(remaining))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(folders.get(0).resolve(remaining));
        return new RouteFile(location, file);
    }

    private static final class RouteFile extends ResourceSupport {
        private final Path file;

        RouteFile(String location, Path file) {
            super(SCHEME, location);
            this.file = file;
        }

        @Override
        public boolean exists() {
            return Files.isRegularFile(file);
        }

        @Override
        public java.net.URI getURI() {
            return file.toUri();
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return Files.newInputStream(file);
        }
    }
}
