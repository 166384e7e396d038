package io.tocsin.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tocsin.channel.phone.SmsText;
import io.tocsin.channel.text.Cut;
import io.tocsin.channel.text.PlainText;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.module.ModuleLoader;
import net.thisptr.jackson.jq.module.loaders.ChainedModuleLoader;
import net.thisptr.jackson.jq.module.loaders.FileSystemModuleLoader;

/**
 * What the jq files of channels can use beyond jq's own functions, each on the text that it is piped:
 *
 * <ul>
 *   <li>{@code cut(n)}: at most n UTF-16 units, ending in a mark where something is missing
 *   <li>{@code cut_bytes(n)}: the same in bytes of UTF-8
 *   <li>{@code sms_segments(n)}: at most n segments of an SMS, ending in {@code ...} where something is missing
 *   <li>{@code one_line}: every run of white space a single space
 *   <li>{@code replace(old; new)}: every occurrence of a text; jq's own {@code gsub} needs a stack frame for each
 *   <li>{@code web_link}: the text itself where {@link PlainText} would leave it as a link, and otherwise nothing: ""
 *   <li>{@code in_zone(zone)}: an ISO 8601 time as a person in that zone reads it
 *   <li>{@code until_in(zone; since; language)}: the same, shorter, of a time that comes after {@code since}: the time of day, the day of
 *       the week where it is another day, and the date where that is no day of the week that begins then
 * </ul>
 *
 * {@code import "name" as name;} finds {@code channels/name.jq} in the route folders.
 */
public final class JqText {
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss zzz", Locale.ENGLISH);

    private static final int WEEK = 7;

    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}\\p{Cc}]+");

    private JqText() {}

    /** jq with these functions; {@code folders} are the route folders, a file in an earlier one wins. */
    public static Scope scope(Path... folders) {
        Scope scope = Scope.newEmptyScope();
        BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_7, scope);
        scope.addFunction("cut", 1, number(Cut::to));
        scope.addFunction("cut_bytes", 1, number(Cut::toBytes));
        scope.addFunction("sms_segments", 1, number(SmsText::cut));
        scope.addFunction("one_line", 0, text((text, none) -> oneLine(text)));
        scope.addFunction("web_link", 0, text((text, none) -> PlainText.isWebLink(text) ? text : ""));
        scope.addFunction("replace", 2, text((text, by) -> text.replace(by.get(0), by.get(1))));
        scope.addFunction("in_zone", 1, text((text, zone) -> inZone(text, zone.get(0))));
        scope.addFunction(
                "until_in",
                3,
                text((text, by) -> untilIn(text, by.get(0), by.get(1), Locale.forLanguageTag(by.get(2)))));
        scope.setModuleLoader(new ChainedModuleLoader(Stream.of(folders)
                .map(folder -> new FileSystemModuleLoader(
                        scope,
                        Versions.JQ_1_7,
                        folder.resolve("channels").toAbsolutePath().normalize()))
                .toArray(ModuleLoader[]::new)));
        return scope;
    }

    private static String oneLine(String text) {
        return isOneLine(text) ? text : SPACE.matcher(text).replaceAll(" ").strip();
    }

    /** Nearly all text is a line already: single spaces between letters. The pattern would cost ten times as much to say so. */
    private static boolean isOneLine(String text) {
        char before = ' ';
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter < ' ' || letter == ' ' && before == ' ' || letter >= 0x7f) {
                return false;
            }
            before = letter;
        }
        return text.isEmpty() || before != ' ';
    }

    private static String inZone(String time, String zone) {
        try {
            return LOCAL.format(Instant.parse(time).atZone(ZoneId.of(zone)));
        } catch (DateTimeException unknown) {
            return time; // a reader gets what there is
        }
    }

    private static String untilIn(String time, String zone, String since, Locale language) {
        try {
            ZonedDateTime end = Instant.parse(time).atZone(ZoneId.of(zone));
            LocalDate begin = Instant.parse(since).atZone(end.getZone()).toLocalDate();
            long days = ChronoUnit.DAYS.between(begin, end.toLocalDate());
            String day = days == 0 ? "" : days > 0 && days < WEEK ? "EEEE " : "EEEE uuuu-MM-dd ";
            return DateTimeFormatter.ofPattern(day + "HH:mm zzz", language).format(end);
        } catch (DateTimeException unknown) {
            return inZone(time, zone);
        }
    }

    private static Function number(BiFunction<Integer, String, String> function) {
        return (scope, args, in, path, output, version) -> {
            JsonNode limit = value(scope, args.get(0), in);
            if (!limit.isNumber()) {
                throw new JsonQueryException("cut needs a number, and got " + limit);
            }
            output.emit(in.isTextual() ? new TextNode(function.apply(limit.intValue(), in.textValue())) : in, null);
        };
    }

    /** What is no text passes as it is: a null stays one, so that {@code //} can tell. */
    private static Function text(BiFunction<String, List<String>, String> function) {
        return (scope, args, in, path, output, version) -> {
            if (!in.isTextual()) {
                output.emit(in, null);
                return;
            }
            String[] given = new String[args.size()];
            for (int i = 0; i < given.length; i++) {
                given[i] = value(scope, args.get(i), in).asText();
            }
            output.emit(new TextNode(function.apply(in.textValue(), List.of(given))), null);
        };
    }

    private static JsonNode value(Scope scope, Expression expression, JsonNode in) throws JsonQueryException {
        JsonNode[] last = {null};
        expression.apply(scope, in, value -> last[0] = value);
        if (last[0] == null) {
            throw new JsonQueryException("an argument has no value");
        }
        return last[0];
    }
}
