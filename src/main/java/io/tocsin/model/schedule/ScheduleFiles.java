package io.tocsin.model.schedule;

import io.tocsin.files.FileText;
import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import io.tocsin.files.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code rules/schedules.yaml}, of each folder that has one, as one list of schedules. */
public final class ScheduleFiles {

    /** The file's name. */
    public static final String NAME = ScheduleFile.NAME;

    private ScheduleFiles() {}

    /** What all files hold; of two schedules of one name the first. Whom they name is not looked at. */
    public static ScheduleContent read(List<FileText> files) {
        List<Schedule> schedules = new ArrayList<>();
        List<ScheduleContent.Named> names = new ArrayList<>();
        List<ScheduleContent.Named> people = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (FileText file : files) {
            try {
                ScheduleContent content = ScheduleFile.read(file.name(), file.content());
                schedules.addAll(content.schedules());
                names.addAll(content.names());
                people.addAll(content.people());
                findings.addAll(content.findings());
            } catch (InvalidFileException invalid) {
                findings.addAll(invalid.findings());
            }
        }
        Map<String, Origin> first = new HashMap<>();
        for (ScheduleContent.Named name : names) {
            Origin other = first.putIfAbsent(name.name(), name.origin());
            if (other != null) {
                findings.add(name.origin()
                        .finding(
                                "the schedule `" + name.name() + "` a second time",
                                "a name of its own for each schedule",
                                "rename one of the two (the first is in " + other + ")"));
            }
        }
        Set<String> seen = new HashSet<>();
        schedules.removeIf(schedule -> !seen.add(schedule.name()));
        return new ScheduleContent(schedules, names, people, findings);
    }
}
