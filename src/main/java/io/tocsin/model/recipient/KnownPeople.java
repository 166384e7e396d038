package io.tocsin.model.recipient;

import io.tocsin.files.FileText;
import io.tocsin.files.Finding;
import io.tocsin.files.NearestWord;
import io.tocsin.model.schedule.ScheduleContent;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The people, teams, carriers and schedules of files in which something may be wrong.
 *
 * @param recipients those that are known, each with what is right of it
 * @param unread the text of files that are no YAML: what stands there may be known
 * @param isCertain whether of each is known who is meant by what and has which kinds of address
 */
public record KnownPeople(Recipients recipients, String unread, boolean isCertain) {

    /** What a file that is no text has, nobody knows: anything. */
    private static final String ANYTHING = "\0";

    /** The same, where one more file is there and is no text. */
    public KnownPeople andAnything() {
        return new KnownPeople(recipients, ANYTHING, false);
    }

    /**
     * The same with the schedules of files.
     *
     * @param files those files, of which some may have been no YAML
     * @param findings gets everything that is wrong with them, also of people whom they name and who are not there
     */
    public KnownPeople with(ScheduleContent content, List<FileText> files, List<Finding> findings) {
        findings.addAll(content.findings());
        content.people().stream()
                .filter(named -> recipients.person(named.name()).isEmpty() && !mayHave(named.name()))
                .forEach(named -> findings.add(unknown(named)));
        boolean areSound = content.findings().isEmpty();
        // Of a schedule in which something is wrong the name is known, and not who is on call.
        String text = areSound || unread.equals(ANYTHING)
                ? unread
                : unread + files.stream().map(FileText::content).collect(Collectors.joining("\n"));
        return new KnownPeople(recipients.with(content.schedules()), text, isCertain && areSound);
    }

    private Finding unknown(ScheduleContent.Named named) {
        return named.origin()
                .finding(
                        "the person `" + named.name() + "` in the schedule `" + named.schedule() + "`",
                        "the name of a person under `people` in recipients.yaml",
                        recipients
                                .team(named.name())
                                .map(team -> "it is a team: write the names of its members, "
                                        + String.join(", ", team.members()))
                                .or(() -> NearestWord.of(named.name(), recipients.names())
                                        .map(word -> "did you mean `" + word + "`?"))
                                .orElse("add a person of this name to recipients.yaml, or name another"));
    }

    /** Whether all files could be read. */
    public boolean isRead() {
        return unread.isEmpty();
    }

    /** Whether this word stands in a file that can't be read, or may. */
    public boolean mayHave(String name) {
        return unread.equals(ANYTHING)
                || Pattern.compile("(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])")
                        .matcher(unread)
                        .find();
    }
}
