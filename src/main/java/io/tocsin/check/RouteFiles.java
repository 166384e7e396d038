package io.tocsin.check;

import io.tocsin.files.FileText;
import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import io.tocsin.files.MarkedYaml;
import io.tocsin.files.RoutePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All route files of a hub. What every rule asks for, instances, endpoints and receivers, is found once. */
final class RouteFiles {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([^{}:?]+)(?::([^{}]*))?}}");

    private final List<Path> folders;
    private final List<RouteFile> files;
    private final List<Finding> unreadable;
    private final Set<String> lost;
    private final Properties properties;
    private final Set<String> beans;
    private final List<Receiver> instances;
    private final Map<String, List<Receiver>> byTemplate;
    private final List<EndpointText> endpoints;
    private final Set<String> receivers;

    private RouteFiles(
            List<Path> folders,
            List<RouteFile> files,
            List<Finding> unreadable,
            Set<String> lost,
            Properties properties,
            Set<String> beans) {
        this.folders = folders;
        this.files = files;
        this.unreadable = unreadable;
        this.lost = lost;
        this.properties = properties;
        this.beans = beans;
        this.instances = files.stream()
                .flatMap(file -> file.top("templatedRoute"))
                .map(Receiver::at)
                .toList();
        this.byTemplate = instances.stream().collect(Collectors.groupingBy(Receiver::template));
        this.endpoints = files.stream()
                .flatMap(file -> EndpointText.in(file.places().stream()))
                .flatMap(endpoint -> meanings(endpoint.place()).map(endpoint::as))
                .toList();
        this.receivers = receiversOf();
    }

    static RouteFiles read(List<Path> folders, Properties properties, Set<String> beans) {
        List<RouteFile> files = new ArrayList<>();
        List<Finding> unreadable = new ArrayList<>();
        Set<String> lost = new TreeSet<>();
        for (RoutePath path : RoutePath.all(folders)) {
            try {
                FileText text = FileText.read(path.file());
                files.add(RouteFile.of(path.room(), MarkedYaml.read(text.name(), text.content())));
            } catch (InvalidFileException invalid) {
                unreadable.addAll(invalid.findings());
                lost.addAll(words(path.file()));
            }
        }
        return new RouteFiles(folders, files, unreadable, lost, properties, beans);
    }

    private static List<String> words(Path file) {
        try {
            return List.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("[^\\w-]+"));
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    /** The route folders, the first one first. */
    List<Path> folders() {
        return folders;
    }

    /** Those that are YAML. */
    List<RouteFile> files() {
        return files;
    }

    /** What is wrong with those that are not. */
    List<Finding> unreadable() {
        return unreadable;
    }

    /** The words in those, which may be names that others refer to. */
    Set<String> lost() {
        return lost;
    }

    /** What {@code {{...}}} stands for, outside of templates. */
    Properties properties() {
        return properties;
    }

    /** The names that routes may refer to besides the beans of their own file. */
    Set<String> beans() {
        return beans;
    }

    /** The file of this name relative to a route folder, in the first folder that has it. */
    Optional<Path> find(String name) {
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** Every route, of templates or not. */
    Stream<RouteText> allRoutes() {
        return files.stream().flatMap(file -> Stream.concat(file.routes().stream(), file.templates().stream()));
    }

    /** Every template. */
    Stream<RouteText> templates() {
        return files.stream().flatMap(file -> file.templates().stream());
    }

    /** Every instance of a template. */
    Stream<Receiver> instances() {
        return instances.stream();
    }

    /** Every endpoint that a route names, once for each URI that it can stand for. */
    Stream<EndpointText> endpoints() {
        return endpoints.stream();
    }

    /** The names of receivers, each an {@code outbox:} that something consumes from. */
    Set<String> receivers() {
        return receivers;
    }

    private Set<String> receiversOf() {
        return allRoutes()
                .map(RouteText::source)
                .flatMap(source -> meanings(source.place()).map(source::as))
                .filter(source -> source.scheme().equals("outbox"))
                .map(EndpointText::path)
                .filter(name -> !name.contains("{{"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The URIs that an endpoint can have: one for each instance of the template it stands in. */
    private Stream<String> meanings(Place place) {
        String uri = place.node().isTextual() ? place.text() : place.at("uri").text();
        if (!uri.contains("{{")) {
            return Stream.of(uri);
        }
        Place template = place;
        while (!template.where().matches() && !template.key().equals("routeTemplate")) {
            template = template.parent();
        }
        Place enclosing = template;
        String id = enclosing.where().matches() ? "" : enclosing.at("id").text();
        List<String> meanings = (id.isEmpty() ? List.<Receiver>of() : byTemplate.getOrDefault(id, List.of()))
                .stream()
                        .map(instance -> resolved(uri, Optional.of(instance), enclosing))
                        .distinct()
                        .toList();
        return meanings.isEmpty() ? Stream.of(resolved(uri, Optional.empty(), enclosing)) : meanings.stream();
    }

    private String resolved(String uri, Optional<Receiver> instance, Place template) {
        Matcher matcher = PLACEHOLDER.matcher(uri);
        return matcher.replaceAll(found -> Matcher.quoteReplacement(
                instance.map(receiver -> receiver.parameters().get(found.group(1)))
                        .or(() -> byDefault(template, found.group(1)))
                        .or(() -> Optional.ofNullable(properties.getProperty(found.group(1))))
                        .or(() -> Optional.ofNullable(found.group(2)))
                        .orElse(found.group())));
    }

    private static Optional<String> byDefault(Place template, String parameter) {
        return template.at("parameters").elements().stream()
                .filter(entry -> entry.at("name").text().equals(parameter))
                .filter(entry -> entry.at("defaultValue").exists())
                .map(entry -> entry.at("defaultValue").text())
                .findFirst();
    }
}
