package io.tocsin.model.alert;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The fields of a payload by what they say. Read level by level, down to the first that names a thing: what is deeper
 * describes it.
 */
final class SubjectFields {
    private static final int DEPTH = 4;
    private static final int FIELDS = 300;
    private static final int ELEMENTS = 20;
    private static final int UNKNOWN = 100;
    private static final Set<String> LABELS = Set.of("labels", "tags", "dimensions");
    private static final Set<String> HAS_NAMES = Set.of(
            "host",
            "hostname",
            "server",
            "node",
            "instance",
            "machine",
            "vm",
            "service",
            "application",
            "app",
            "cluster");
    /** Objects that tell of something else than what is the matter. */
    private static final Set<String> ASIDE = Set.of(
            "annotation",
            "annotations",
            "attempts",
            "header",
            "headers",
            "history",
            "link",
            "links",
            "old",
            "previous",
            "response",
            "session",
            "stacktrace");

    private static final Pattern RANDOM =
            Pattern.compile("\\d+|(?=[a-f-]*\\d)[0-9a-f-]{12,}", Pattern.CASE_INSENSITIVE);
    private static final List<String> NAMES = List.of("name", "key", "title", "label");
    private static final Set<FieldRole> IDENTIFYING = EnumSet.of(
            FieldRole.SUBJECT, FieldRole.PLACE, FieldRole.KIND, FieldRole.BARE, FieldRole.ADDRESS, FieldRole.OTHER);

    /** A word that somebody chose; ids that are made have digits. */
    private static final Pattern NAME = Pattern.compile("[\\p{L}_. /-]{3,}");

    private static final Pattern AFTER_PATH = Pattern.compile("[?#].*|(?<=/)(\\d+|[0-9a-f-]{32,36})(?=/|$)");

    private record Container(JsonNode object, List<String> words) {}

    private final Map<FieldRole, Map<String, Set<String>>> found = new EnumMap<>(FieldRole.class);
    private final Map<String, String> labels = new TreeMap<>();
    private final List<String> things = new ArrayList<>();
    private final List<String> resources = new ArrayList<>();
    private final List<String> places = new ArrayList<>();
    private final Map<String, String> uppermost = new HashMap<>();
    private boolean tellsState;
    private boolean namesWhole;
    private boolean namesInside;
    private boolean deeper;
    private int read;

    private SubjectFields() {}

    static SubjectFields read(JsonNode payload) {
        SubjectFields fields = new SubjectFields();
        List<Container> level = List.of(new Container(payload, List.of()));
        for (int depth = 0; depth < DEPTH && !level.isEmpty() && !fields.isWhole(); depth++) {
            fields.deeper = fields.found.containsKey(FieldRole.SUBJECT);
            List<Container> deeper = new ArrayList<>();
            for (Container container : level) {
                fields.level(container, depth, deeper);
            }
            level = deeper;
        }
        return fields;
    }

    /** Whether no deeper level is needed: a rule or a user is that of many troubles, and a disk has its name within a host. */
    private boolean isWhole() {
        return namesWhole || namesInside && !places.isEmpty();
    }

    private void level(Container container, int depth, List<Container> deeper) {
        for (Map.Entry<String, JsonNode> field : container.object.properties()) {
            if (++read > FIELDS) {
                return;
            }
            JsonNode value = field.getValue();
            if (depth == 0 && LABELS.contains(field.getKey()) && labels(value)) {
                continue;
            }
            FieldWords words = FieldWords.of(container.words, field.getKey());
            if (value.isValueNode()) {
                keep(words, value);
            } else if (FieldName.words(field.getKey()).stream().noneMatch(ASIDE::contains)) {
                container(field.getKey(), words, value, deeper);
            }
        }
    }

    /** The name and id within an object, {@code pod: {name: cart}}, are as good as {@code podName}. */
    private void container(String name, FieldWords words, JsonNode value, List<Container> deeper) {
        List<String> own = FieldName.words(name);
        int elements = 0;
        for (JsonNode one : value.isArray() ? value : List.of(value)) {
            if (++elements > ELEMENTS) {
                return;
            }
            if (one.isValueNode()) {
                keep(words, one);
            } else if (one.isObject() && !(value.isArray() && pair(one))) {
                if (words.role() == FieldRole.SUBJECT || words.role() == FieldRole.PLACE) {
                    one.properties().forEach(child -> child(own, child));
                }
                deeper.add(new Container(one, own));
            }
        }
    }

    /** {@code {name: Host, value: web-1}}, as messages have facts and fields, is as good as {@code Host: web-1}. */
    private boolean pair(JsonNode object) {
        JsonNode value = object.path("value");
        Optional<String> name = NAMES.stream()
                .map(object::path)
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .findFirst();
        return name.isPresent() && value.isValueNode() && keep(FieldWords.of(List.of(), name.get()), value);
    }

    private void child(List<String> container, Map.Entry<String, JsonNode> field) {
        FieldWords words = FieldWords.of(container, field.getKey());
        boolean says = words.role() == FieldRole.PLACE || words.role() == FieldRole.KIND;
        if (field.getValue().isValueNode() && (says || words.key().equals(String.join("_", container)))) {
            keep(words, field.getValue());
        }
    }

    /** Labels are what the sender says it is about, whatever their names, but for those that say something else. */
    private boolean labels(JsonNode given) {
        if (given.isObject()) {
            given.properties()
                    .forEach(label -> label(label.getKey(), label.getValue().asText()));
        } else if (given.isTextual()) {
            Stream.of(given.textValue().split(",", FIELDS)).forEach(this::tag);
        } else if (isText(given)) {
            given.forEach(tag -> tag(tag.textValue()));
        } else {
            return false;
        }
        return true;
    }

    private static boolean isText(JsonNode array) {
        if (!array.isArray()) {
            return false;
        }
        for (JsonNode one : array) {
            if (!one.isTextual()) {
                return false;
            }
        }
        return true;
    }

    /** {@code host:web-1} or {@code host=web-1} is a label; a word alone is one, if it says neither state nor severity. */
    private void tag(String tag) {
        if (read >= FIELDS) {
            return;
        }
        String[] parts = tag.strip().split("[:=]", 2);
        if (parts.length == 2) {
            label(parts[0].strip(), parts[1].strip());
        } else if (!StatusWords.isState(parts[0])) {
            label("tag " + parts[0], parts[0]);
        }
    }

    private void label(String name, String value) {
        if (++read <= FIELDS && counts(name) && !Blank.is(value)) {
            labels.merge("label " + name, value, (one, other) -> one + "\n" + other);
        }
    }

    /** Whether a label of this name can tell one trouble from another. */
    static boolean counts(String label) {
        FieldRole role = FieldWords.of(List.of(), label).role();
        return role != FieldRole.STATE
                && (role != FieldRole.PASSING || label.equals("version") || label.equals("source"));
    }

    private boolean keep(FieldWords given, JsonNode value) {
        String text = value.asText();
        boolean named = given.role() == FieldRole.RUN && NAME.matcher(text).matches();
        FieldWords words = named ? new FieldWords(FieldRole.SUBJECT, given.key()) : given;
        boolean count =
                value.isNumber() && (!value.isIntegralNumber() || words.key().endsWith("s"));
        if (Blank.is(value) || value.isBoolean() || count || !says(words, text, value.isTextual())) {
            return false;
        }
        if (deeper && IDENTIFYING.contains(words.role()) && !names(words)) {
            return false;
        }
        boolean arn = text.startsWith("arn:");
        found.computeIfAbsent(words.role(), role -> new TreeMap<>())
                .computeIfAbsent(words.key(), key -> new TreeSet<>())
                .add(arn ? Arn.withoutRun(text) : text);
        if (value.isTextual() && (words.role() == FieldRole.SUBJECT || words.role() == FieldRole.BARE)) {
            (arn ? resources : things).add(arn ? Arn.resource(text) : text);
        } else if (words.role() == FieldRole.PLACE && HAS_NAMES.contains(words.key())) {
            places.add(text);
        } else if (words.role() == FieldRole.TITLE || words.role() == FieldRole.MESSAGE) {
            uppermost.putIfAbsent(words.key(), text);
        }
        tellsState |= words.isStatus();
        boolean shared = words.isShared() && !arn;
        boolean inside = words.isInside() && !arn;
        namesInside |= words.role() == FieldRole.SUBJECT && inside;
        namesWhole |= words.role() == FieldRole.SUBJECT && !shared && !inside;
        return true;
    }

    /** Below a level that names a rule or a user only the place counts, and the thing if there was none of its own. */
    private boolean names(FieldWords words) {
        return words.role() == FieldRole.PLACE || words.role() == FieldRole.SUBJECT && !namesInside;
    }

    private static boolean says(FieldWords words, String text, boolean textual) {
        return switch (words.role()) {
            case SUBJECT, PLACE, STATE -> true;
            case MESSAGE, TITLE, TEXT -> textual;
            case KIND ->
                !StatusWords.isState(text)
                        || words.key().equals("reason")
                        || words.key().endsWith("code");
            case BARE -> textual && !RANDOM.matcher(text).matches();
            case ADDRESS -> textual;
            case OTHER ->
                textual
                        && text.length() <= UNKNOWN
                        && !RANDOM.matcher(text).matches()
                        && !text.contains("://")
                        && Times.read(text).isEmpty();
            case RUN, PASSING -> false;
        };
    }

    /** What tells the trouble from others, text apart. */
    Map<String, String> counting() {
        Map<String, String> counting = new LinkedHashMap<>(labels);
        add(counting, FieldRole.SUBJECT);
        add(counting, FieldRole.PLACE);
        add(counting, FieldRole.KIND);
        if (!found.containsKey(FieldRole.SUBJECT)) {
            add(counting, FieldRole.BARE);
            add(counting, FieldRole.OTHER);
        }
        if (!namesAThing()) {
            found.getOrDefault(FieldRole.ADDRESS, Map.of())
                    .forEach((key, all) -> counting.put(
                            "address " + key,
                            AFTER_PATH.matcher(String.join(" ", all)).replaceAll("")));
        }
        return counting;
    }

    private void add(Map<String, String> counting, FieldRole role) {
        found.getOrDefault(role, Map.of())
                .forEach((key, all) -> counting.put(role + " " + key, String.join("\n", all)));
    }

    boolean namesAThing() {
        return found.containsKey(FieldRole.SUBJECT) || found.containsKey(FieldRole.BARE);
    }

    boolean namesAPlace() {
        return found.containsKey(FieldRole.PLACE) || !labels.isEmpty();
    }

    boolean tellsState() {
        return tellsState;
    }

    /** The headlines, of each name the uppermost; many write a general title and say in the subject or summary what of. */
    String title() {
        return said("title", "headline", "subject", "summary").collect(Collectors.joining(" "));
    }

    String message() {
        return said("message", "msg", "text").findFirst().orElse("");
    }

    private Stream<String> said(String... keys) {
        return Stream.of(keys).map(uppermost::get).filter(Objects::nonNull).distinct();
    }

    /** All headlines and sentences, each once. */
    String sentences() {
        return Stream.of(FieldRole.TITLE, FieldRole.MESSAGE, FieldRole.TEXT)
                .flatMap(role -> found.getOrDefault(role, Map.of()).values().stream())
                .flatMap(Set::stream)
                .distinct()
                .collect(Collectors.joining(" "));
    }

    /** What a reader would call it: the things, plain names first, or where none is named the places. */
    List<String> names() {
        List<String> named =
                Stream.concat(things.stream(), resources.stream()).distinct().toList();
        return named.isEmpty() ? places.stream().distinct().toList() : named;
    }
}
