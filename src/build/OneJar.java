import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Puts the libraries of a class path into one jar: {@code java OneJar.java CLASSPATH_FILE OUT}. A JVM that looks for a resource
 * asks every jar in turn, and there are some two hundred. docs/decisions/0052-one-jar-and-a-real-run.md says what else was tried.
 *
 * <p>Nothing is lost silently: what several libraries have and may not be joined ends the build, with its name. Licences and
 * notices stand under {@code META-INF/libraries/} and the name of the jar that they came with.
 */
final class OneJar {
    private static final String LIBRARIES = "META-INF/libraries/";
    private static final String LIST = LIBRARIES + "list";
    private static final Path PROGRAM = Path.of("src/build/OneJar.java");
    private static final String VERSIONS = "META-INF/versions/";
    /** The same libraries give the same jar, byte for byte. */
    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

    /** What belongs to a jar and not to its classes. */
    private static final Pattern OF_A_JAR = Pattern.compile("META-INF/(MANIFEST\\.MF|INDEX\\.LIST|jandex\\.idx)"
            + "|(META-INF/versions/\\d+/)?(module-info\\.class|OSGI-INF/MANIFEST\\.MF)");

    private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");

    /** Texts for people, and what a build left in its root by mistake (Camel's lists, some pom.xml). */
    private static final Pattern BESIDE = Pattern.compile(
            "META-INF/[^/]*(LICENSE|NOTICE|DEPENDENCIES|COPYRIGHT)[^/]*"
                    + "|(LICENSE|NOTICE|COPYRIGHT)[^/]*|pom\\.xml|[a-z-]+\\.properties|META-INF/[^/]+\\.kotlin_module",
            Pattern.CASE_INSENSITIVE);

    /** Lists of names, a line each. */
    private static final Pattern LINES =
            Pattern.compile("META-INF/services/([^/]+|org/apache/camel/TypeConverter(Loader)?)");

    /** Camel's lists: a key whose words are joined, and keys that say whose list it is. */
    private static final Pattern WORDS = Pattern.compile("META-INF/services/org/apache/camel/[^/]+\\.properties");

    private static final String NETTY = "META-INF/io.netty.versions.properties"; // each key begins with its library

    /** An entry of the new jar, and the libraries that it is of. */
    private static final class Entry {
        final List<byte[]> contents = new ArrayList<>();
        final Set<String> jars = new LinkedHashSet<>();
    }

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Set<String> faults = new TreeSet<>();

    public static void main(String[] arguments) throws IOException {
        Path list = Path.of(arguments[0]);
        Path out = Path.of(arguments[1]);
        String[] jars = Files.readString(list).strip().split(":");
        if (holds(out, list)) {
            return;
        }
        OneJar one = new OneJar();
        one.put(LIST, "", Files.readAllBytes(list));
        for (String jar : jars) {
            one.add(list.toAbsolutePath().getParent().getParent().resolve(jar));
        }
        if (!one.faults.isEmpty()) {
            System.err.println("cannot be one jar (src/build/OneJar.java says what may be joined):");
            one.faults.forEach(System.err::println);
            System.exit(1);
        }
        one.write(out);
        System.out.println(out + ": " + jars.length + " libraries");
    }

    /** Whether the jar is of these libraries already. */
    private static boolean holds(Path out, Path list) throws IOException {
        if (!Files.exists(out)) {
            return false;
        }
        try (ZipFile old = new ZipFile(out.toFile())) {
            ZipEntry entry = old.getEntry(LIST);
            if (entry == null
                    || !Arrays.equals(old.getInputStream(entry).readAllBytes(), Files.readAllBytes(list))
                    || Files.getLastModifiedTime(out).compareTo(Files.getLastModifiedTime(PROGRAM)) < 0) {
                return false;
            }
        }
        return true;
    }

    private void add(Path path) throws IOException {
        String name = path.getFileName().toString();
        try (JarFile jar = new JarFile(path.toFile(), false, ZipFile.OPEN_READ)) {
            Manifest manifest = jar.getManifest();
            boolean versions = manifest != null
                    && "true".equalsIgnoreCase(manifest.getMainAttributes().getValue(Attributes.Name.MULTI_RELEASE));
            for (Enumeration<? extends ZipEntry> all = jar.entries(); all.hasMoreElements(); ) {
                ZipEntry each = all.nextElement();
                if (each.isDirectory()
                        || OF_A_JAR.matcher(each.getName()).matches()
                        || each.getName().startsWith(VERSIONS) && !versions) {
                    continue;
                }
                if (SIGNATURE.matcher(each.getName()).matches()) {
                    faults.add(name + " is signed: " + each.getName());
                }
                try (InputStream content = jar.getInputStream(each)) {
                    boolean beside = BESIDE.matcher(each.getName()).matches();
                    put(
                            beside ? LIBRARIES + name + "/" + each.getName().replace("META-INF/", "") : each.getName(),
                            name,
                            content.readAllBytes());
                }
            }
        }
    }

    private void put(String name, String jar, byte[] content) {
        Entry entry = entries.computeIfAbsent(name, each -> new Entry());
        if (entry.contents.stream().noneMatch(other -> Arrays.equals(other, content))) {
            entry.contents.add(content);
        }
        entry.jars.add(jar);
        boolean joined = LINES.matcher(name).matches() || WORDS.matcher(name).matches() || name.equals(NETTY);
        if (entry.contents.size() > 1 && !joined) {
            faults.add(name + " differs between " + String.join(" and ", entry.jars));
        }
    }

    private void write(Path out) throws IOException {
        Path part = out.resolveSibling(out.getFileName() + ".part");
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(part), 1 << 20);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            Manifest manifest = new Manifest();
            manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
            manifest.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            manifest.write(bytes);
            write(zip, JarFile.MANIFEST_NAME, bytes.toByteArray());
            for (Map.Entry<String, Entry> entry : entries.entrySet()) {
                write(zip, entry.getKey(), joined(entry.getKey(), entry.getValue().contents));
            }
        }
        Files.move(part, out, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(TIME);
        entry.setMethod(ZipEntry.STORED);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setCrc(crc.getValue());
        entry.setSize(content.length);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] joined(String name, List<byte[]> contents) throws IOException {
        if (contents.size() == 1) {
            return contents.get(0);
        }
        if (WORDS.matcher(name).matches()) {
            return words(contents);
        }
        Set<String> lines = new LinkedHashSet<>();
        for (byte[] content : contents) {
            new String(content, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(lines::add);
        }
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] words(List<byte[]> contents) throws IOException {
        Map<String, Set<String>> all = new TreeMap<>();
        for (byte[] content : contents) {
            Properties properties = new Properties();
            properties.load(new ByteArrayInputStream(content));
            properties.forEach((key, value) -> all.computeIfAbsent(key.toString(), each -> new LinkedHashSet<>())
                    .addAll(List.of(value.toString().split(" "))));
        }
        StringBuilder text = new StringBuilder();
        all.forEach((key, values) ->
                text.append(key).append('=').append(String.join(" ", values)).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
