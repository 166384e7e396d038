package io.tocsin.pipeline.incident;

import io.tocsin.model.incident.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Members that changed since they were stored, one change after the other: each of these stays as it is, and what comes after it shares
 * what it knows, so that thousands of changes cost as much as they are and not their square. For one thread.
 */
final class MemberChanges {

    /** Nothing has changed. */
    static final MemberChanges NONE = new MemberChanges(null, 0);

    private record Change(int number, Member member) {}

    /** What all that come after each other share: changes in their order, and those of each alert. */
    private static final class Log {
        private final List<Member> all = new ArrayList<>();
        private final Map<String, List<Change>> byAlert = new HashMap<>();

        void add(Member member) {
            all.add(member);
            byAlert.computeIfAbsent(member.alert(), alert -> new ArrayList<>(2)).add(new Change(all.size(), member));
        }
    }

    private final Log log;
    private final int count;

    private MemberChanges(Log log, int count) {
        this.log = log;
        this.count = count;
    }

    /** The same and this one; only where another came after these already are they copied. */
    MemberChanges with(Member member) {
        Log longer = log;
        if (longer == null || longer.all.size() > count) {
            longer = new Log();
            if (log != null) {
                log.all.subList(0, count).forEach(longer::add);
            }
        }
        longer.add(member);
        return new MemberChanges(longer, count + 1);
    }

    /** How it is since; empty where it did not change. */
    Optional<Member> of(String alert) {
        if (log == null) {
            return Optional.empty();
        }
        List<Change> changes = log.byAlert.getOrDefault(alert, List.of());
        for (int i = changes.size() - 1; i >= 0; i--) {
            if (changes.get(i).number <= count) {
                return Optional.of(changes.get(i).member);
            }
        }
        return Optional.empty();
    }

    /** All that changed, as they are since. */
    Map<String, Member> byAlert() {
        Map<String, Member> now = new LinkedHashMap<>();
        if (log != null) {
            log.all.subList(0, count).forEach(member -> now.put(member.alert(), member));
        }
        return now;
    }
}
