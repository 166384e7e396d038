package io.tocsin.model.schedule;

import io.tocsin.files.Finding;
import io.tocsin.files.Origin;
import java.util.List;

/**
 * What files of schedules hold.
 *
 * @param schedules those in which nothing is wrong
 * @param names of all schedules, whatever is wrong with them
 * @param people whom they name
 * @param findings what is wrong
 */
public record ScheduleContent(List<Schedule> schedules, List<Named> names, List<Named> people, List<Finding> findings) {

    public ScheduleContent {
        schedules = List.copyOf(schedules);
        names = List.copyOf(names);
        people = List.copyOf(people);
        findings = List.copyOf(findings);
    }

    /**
     * A name at its place.
     *
     * @param schedule where
     * @param name the schedule's or a person's
     * @param origin the place
     */
    public record Named(String schedule, String name, Origin origin) {}
}
