package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the page says an incident is, done the long way: a list of what happened, and of each message the set of what its
 * reader knows. No versions, no counts, no rounds of arithmetic: times are seconds, and a grid is walked step by step.
 */
final class NaiveIncident {

    /** A rule as its file says. */
    record Rule(
            String name,
            List<String> told,
            Severity sets,
            Map<Severity, Integer> waits,
            int otherwise,
            int interval,
            int repeat,
            boolean ends,
            int dedup) {

        int wait(Severity severity) {
            return waits.getOrDefault(severity, otherwise);
        }
    }

    /** An alert from its first firing to its end. */
    static final class Episode {
        final String alert;
        final Map<String, Severity> rules = new LinkedHashMap<>();
        final Map<String, Long> newsAt = new HashMap<>();
        Severity severity;
        boolean over;
        boolean stale;

        Episode(String alert) {
            this.alert = alert;
        }
    }

    enum What {
        WORSE,
        BETTER,
        AGAIN,
        ACT,
        ACKNOWLEDGED
    }

    /** Something that happened after a beginning; two are never equal. */
    static final class News {
        final Episode of;
        final What what;
        final String rule;

        News(Episode of, What what, String rule) {
            this.of = of;
            this.what = what;
            this.rule = rule;
        }
    }

    enum State {
        WAITS,
        SENT,
        LOST
    }

    /** A message and what its reader knows after it. */
    static final class Message {
        String to;
        Kind kind;
        int round;
        Severity severity;
        Severity highest;
        long at;
        boolean held;
        boolean forgotten;
        State state = State.WAITS;
        final Set<String> fires = new TreeSet<>();
        final Set<String> over = new TreeSet<>();
        final Set<Episode> knows = new LinkedHashSet<>();
        final Map<Episode, Set<String>> by = new HashMap<>();
        final Set<Episode> owed = new HashSet<>();
        Set<News> heard = new HashSet<>();
        final Set<String> rules = new HashSet<>();

        boolean isOpen() {
            return kind != Kind.RESOLVED;
        }

        String line() {
            return to + " " + kind + " round " + round + " " + severity + "/" + highest + " " + fires + " over " + over
                    + (held ? " held" : "");
        }
    }

    /** When a rule looks. */
    static final class Timer {
        final String rule;
        int interval;
        int repeat;
        boolean ends;
        Long first;
        Long last;
        final Set<Long> dues = new HashSet<>();
        final Set<Long> repeats = new HashSet<>();

        Timer(String rule) {
            this.rule = rule;
        }

        /** The first of all the times at which it is to look. */
        Long due() {
            return Stream.concat(dues.stream(), repeats.stream())
                    .min(Long::compare)
                    .orElse(null);
        }

        boolean isDue(long now) {
            return due() != null && due() <= now;
        }

        void forget() {
            dues.clear();
            repeats.clear();
        }

        void back(long step) {
            first = first == null ? null : first - step;
            last = last == null ? null : last - step;
            back(dues, step);
            back(repeats, step);
        }

        private static void back(Set<Long> times, long step) {
            Set<Long> earlier = times.stream().map(time -> time - step).collect(Collectors.toSet());
            times.clear();
            times.addAll(earlier);
        }

        /** Walks its looks until one that is not before a time and comes after the last. */
        long next(long from, long now) {
            if (interval == 0) {
                return from;
            }
            long look = first;
            while (look > from) {
                look -= interval;
            }
            while (look < from || last != null && last <= now && look <= last) {
                look += interval;
            }
            return look;
        }
    }

    private static final List<String> NOBODY = List.of();

    Map<String, Rule> rules = new LinkedHashMap<>();
    Set<String> held = new HashSet<>();
    /** When what holds alerts back ends by itself, of those of which that is known. */
    Map<String, Long> heldUntil = new HashMap<>();

    final List<Episode> episodes = new ArrayList<>();
    final List<News> news = new ArrayList<>();
    final Map<String, List<Message>> messages = new TreeMap<>();
    final Map<String, Timer> timers = new LinkedHashMap<>();
    final List<Message> told = new ArrayList<>();
    final List<Message> withdrawn = new ArrayList<>();
    boolean acknowledged;
    boolean isOver;
    boolean resolved;
    boolean closed;
    boolean refused;
    long reopenAt;
    String assignee;
    PublicStatus.Phase phase;
    private Severity acknowledgedAt;
    private Severity worst;
    private long now;
    private boolean looked;

    // what happens

    void at(long time) {
        now = time;
        told.clear();
        withdrawn.clear();
        looked = false;
        refused = false;
    }

    void fires(String alert, Severity own, boolean oneShot, Set<String> matching) {
        List<Rule> match = rules.values().stream()
                .filter(rule -> matching.contains(rule.name))
                .toList();
        Episode running = running(alert);
        if (running == null) {
            if (match.isEmpty()) {
                return;
            }
            Episode begun = new Episode(alert);
            match.forEach(rule -> matches(begun, rule));
            begun.severity = severity(begun, own);
            episodes.add(begun);
            rises(begun.severity);
            changed();
            match.forEach(rule -> subscribe(rule, begun.severity));
            return;
        }
        boolean isNews = false;
        for (Rule rule : match) {
            if (running.rules.containsKey(rule.name)) {
                running.rules.put(rule.name, rule.sets);
                if (oneShot && now >= Math.min(now, running.newsAt.get(rule.name)) + rule.dedup) {
                    running.newsAt.put(rule.name, now);
                    news.add(new News(running, What.AGAIN, rule.name));
                    isNews = true;
                }
            }
        }
        List<Rule> joining = match.stream()
                .filter(rule -> !running.rules.containsKey(rule.name))
                .toList();
        joining.forEach(rule -> matches(running, rule));
        Severity before = running.severity;
        running.severity = severity(running, own);
        if (running.severity != before) {
            running.newsAt.replaceAll((rule, time) -> now);
            news.add(new News(running, running.severity.worseThan(before) ? What.WORSE : What.BETTER, ""));
            rises(running.severity);
        }
        if (isNews || running.severity != before || !joining.isEmpty()) {
            changed();
            joining.forEach(rule -> subscribe(rule, running.severity));
        }
        if (running.severity.worseThan(before)) {
            running.rules.keySet().stream()
                    .filter(rules::containsKey)
                    .map(rules::get)
                    .forEach(rule -> sooner(rule, running.severity));
        }
    }

    void over(String alert, boolean stale) {
        Episode running = running(alert);
        if (running != null) {
            running.over = true;
            running.stale = stale;
            changed();
        }
    }

    void holdChanged() {
        changed();
    }

    /** Who acknowledged what was less bad did not acknowledge this. */
    private void rises(Severity severity) {
        worst = worst == null || severity.worseThan(worst) ? severity : worst;
        if (acknowledged && severity.worseThan(acknowledgedAt)) {
            acknowledged = false;
            news.add(new News(null, What.ACT, ""));
        }
    }

    void acknowledge() {
        if (isOver || !acknowledged && firing().isEmpty()) {
            refused = true;
        } else if (!acknowledged) {
            acknowledged = true;
            acknowledgedAt = firing().stream()
                    .map(e -> e.severity)
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
            messages.values()
                    .forEach(all -> withdraw(all.stream()
                            .filter(one -> one.kind == Kind.REMINDER && one.state == State.WAITS)
                            .toList()));
            acts(What.ACKNOWLEDGED);
        }
    }

    void unacknowledge() {
        if (isOver) {
            refused = true;
        } else if (acknowledged) {
            acknowledged = false;
            acts(What.ACT);
        }
    }

    void assign(String to) {
        if (closed) {
            refused = true;
        } else if (!Objects.equals(assignee, to)) {
            assignee = to;
            edited();
        }
    }

    void state(PublicStatus.Phase to) {
        if (closed || isOver != (to == PublicStatus.Phase.RESOLVED)) {
            refused = true;
        } else if (phase != to) {
            phase = to;
            edited();
        }
    }

    private void edited() {
        if (!isOver) {
            acts(What.ACT);
        }
    }

    /** It is over for those who were told; what fires on is remembered until it is over or has to be looked at again. */
    void resolve(long reopen) {
        if (isOver) {
            return;
        }
        resolved = true;
        ends();
        reopenAt = now + reopen;
        timers.values().forEach(Timer::forget);
        acts(What.ACT);
    }

    private void ends() {
        isOver = true;
        phase = phase == null ? null : PublicStatus.Phase.RESOLVED;
    }

    void close() {
        refused = !isOver;
        closed = isOver;
    }

    /** Acts are told at once to those who were told. */
    private void acts(What what) {
        news.add(new News(null, what, ""));
        look(true);
    }

    boolean lingers(String alert) {
        return resolved && running(alert) != null;
    }

    /** Whether what fires on after it was resolved is another incident now. */
    boolean leaves(String alert, Severity own, boolean oneShot, Set<String> matching) {
        Episode running = running(alert);
        boolean isAnother = oneShot
                && rules.values().stream()
                        .filter(rule -> matching.contains(rule.name) && running.rules.containsKey(rule.name))
                        .anyMatch(rule -> now >= Math.min(now, running.newsAt.get(rule.name)) + rule.dedup);
        running.over = now >= reopenAt || severity(running, own).worseThan(worst) || isAnother;
        return running.over;
    }

    void look() {
        look(false);
    }

    void end() {
        if (looked || !told.isEmpty()) {
            arrangeRepeats();
        }
        if (!episodes.isEmpty()
                && episodes.stream().allMatch(e -> e.over)
                && timers.values().stream().allMatch(timer -> timer.due() == null)
                && !isOver) {
            ends();
        }
    }

    void notReached(Message message) {
        if (message.state == State.LOST) {
            return;
        }
        message.state = State.LOST;
        anew(message);
    }

    /** What waits and came after a message counted on it. */
    private void anew(Message lost) {
        if (!wasToldSince(lost) && newestWaiting(lost.to).stream().anyMatch(one -> position(one) > position(lost))) {
            Message instead = compose(lost.to, lastSent(lost.to), names(), Set.of());
            withdraw(newestWaiting(lost.to));
            tell(instead);
        }
    }

    private boolean wasToldSince(Message message) {
        Message sent = lastSent(message.to);
        return sent != null && position(sent) > position(message);
    }

    void takenOver(Message message, String by) {
        if (message.forgotten && wasToldSince(message)) {
            return;
        }
        Map<String, Set<String>> names = names();
        Set<String> through = message.forgotten ? names.getOrDefault(message.to, Set.of()) : message.rules;
        for (String rule : List.copyOf(through)) {
            if (rules.containsKey(rule) && firing().stream().anyMatch(e -> e.rules.containsKey(rule))) {
                names.computeIfAbsent(by, key -> new LinkedHashSet<>()).add(rule);
            }
        }
        int before = told.size();
        hear(by, names, Set.of());
        if (told.size() > before && message.state != State.LOST) {
            message.state = State.LOST;
            anew(message);
        }
    }

    void redriven(Message message) {
        if (message.state != State.LOST) {
            return;
        }
        Map<String, Set<String>> names = names();
        hear(message.to, names, Set.of());
    }

    void clockBack(long step) {
        reopenAt -= step;
        if (timers.values().stream().anyMatch(timer -> timer.due() != null)) {
            timers.values().forEach(timer -> timer.back(step));
        }
    }

    // who hears what

    private void look(boolean act) {
        Set<String> looking = new LinkedHashSet<>();
        for (Timer timer : timers.values()) {
            if (timer.isDue(now)) {
                looking.add(timer.rule);
                looks(timer);
            }
        }
        if (looking.isEmpty() && !act) {
            return;
        }
        looked = true;
        Map<String, Set<String>> names = names();
        Set<String> asked = new TreeSet<>();
        names.forEach((address, by) -> {
            if (by.stream().anyMatch(looking::contains)) {
                asked.add(address);
            }
        });
        messages.keySet().forEach(address -> {
            Message last = newest(address);
            if (last != null && (act || last.rules.stream().anyMatch(looking::contains))) {
                asked.add(address);
            }
        });
        asked.forEach(address -> hear(address, names, looking));
        looking.forEach(this::looksWhenFree);
    }

    /** What is left out now is looked at when what holds it back ends. */
    private void looksWhenFree(String rule) {
        Timer timer = timers.get(rule);
        firing().stream()
                .filter(e -> e.rules.containsKey(rule) && held.contains(e.alert))
                .flatMap(e -> Optional.ofNullable(heldUntil.get(e.alert)).stream())
                .min(Long::compare)
                .ifPresent(end -> timer.dues.add(timer.next(end, now)));
    }

    private void looks(Timer timer) {
        Rule rule = rules.get(timer.rule);
        if (timer.first == null) {
            timer.first = timer.due();
        } else if (rule != null && rule.interval != timer.interval) {
            timer.first = now;
        }
        timer.last = now;
        timer.forget();
        if (rule != null) {
            timer.interval = rule.interval;
            timer.repeat = rule.repeat;
            timer.ends = rule.ends;
        }
    }

    /** What waits to be sent is as if it were never told, once there is something newer. */
    private void hear(String address, Map<String, Set<String>> names, Set<String> looking) {
        Message message = compose(address, newest(address), names, looking);
        if (message == null) {
            return;
        }
        List<Message> waiting = newestWaiting(address);
        if (!waiting.isEmpty()) {
            Message instead = compose(address, lastSent(address), names, Set.of());
            if (instead == null || !instead.held || waiting.stream().allMatch(one -> one.held)) {
                withdraw(waiting);
                message = instead;
            }
        }
        tell(message);
    }

    private Message compose(String address, Message basis, Map<String, Set<String>> names, Set<String> looking) {
        Set<String> naming = names.getOrDefault(address, Set.of());
        Message message = new Message();
        boolean isNews = false;
        Set<Episode> business = new HashSet<>();
        for (Episode episode : firing()) {
            boolean mine = episode.rules.keySet().stream().anyMatch(naming::contains);
            boolean known = basis != null && basis.knows.contains(episode);
            boolean wasLeftOut = basis != null && basis.owed.contains(episode);
            boolean thinksSo =
                    known || basis != null && basis.knows.stream().anyMatch(e -> e.alert.equals(episode.alert));
            if (!mine && !known) {
                if (wasLeftOut) {
                    message.owed.add(episode);
                    message.by.put(episode, by(basis, episode, naming));
                }
                continue;
            }
            boolean isNew = !known || wasLeftOut || unheard(basis, episode, naming, mine);
            business.add(episode);
            message.by.put(episode, by(basis, episode, naming));
            if (!held.contains(episode.alert)) {
                message.fires.add(episode.alert);
                message.knows.add(episode);
                isNews |= isNew;
            } else {
                if (isNew) {
                    message.owed.add(episode);
                }
                if (thinksSo) {
                    message.knows.add(episode);
                }
            }
        }
        boolean keepsQuiet = false;
        if (basis != null) {
            for (Episode episode : basis.knows) {
                Episode running = running(episode.alert);
                if (episode.over && (running == null || !business.contains(running))) {
                    boolean quiet = latest(episode.alert).stale
                            || basis.by.get(episode).stream().noneMatch(this::tellsEnds);
                    keepsQuiet |= quiet;
                    if (!quiet) {
                        message.over.add(episode.alert);
                        isNews = true;
                    }
                }
            }
        }
        boolean goesOn = !business.isEmpty();
        boolean inRound = basis != null && basis.isOpen();
        List<News> acts = news.stream()
                .filter(n -> inRound && n.of == null && !basis.heard.contains(n))
                .toList();
        boolean act = goesOn && !acts.isEmpty();
        if (resolved) {
            if (!inRound || basis.rules.stream().noneMatch(this::tellsEnds)) {
                return null;
            }
            message.kind = Kind.RESOLVED;
            message.round = basis.round;
        } else if (!inRound) {
            if (message.fires.isEmpty() || !isNews) {
                return null;
            }
            message.kind = Kind.OPENED;
            message.round = basis == null ? 1 : basis.round + 1;
        } else if (isNews || act || !goesOn && !keepsQuiet) {
            boolean seesTo = acknowledged && acts.stream().anyMatch(n -> n.what == What.ACKNOWLEDGED && n == seesTo());
            message.kind = !goesOn ? Kind.RESOLVED : seesTo && !isNews ? Kind.ACKNOWLEDGED : Kind.UPDATED;
            message.round = basis.round;
        } else if (basis.state == State.SENT
                && !acknowledged
                && !message.fires.isEmpty()
                && elapsed(basis, naming, looking)) {
            message.kind = Kind.REMINDER;
            message.round = basis.round;
        } else {
            return null;
        }
        message.severity = worst(message.fires);
        if (message.severity == null) {
            message.severity = basis.highest;
        }
        message.highest = inRound && basis.highest.worseThan(message.severity) ? basis.highest : message.severity;
        if (naming.isEmpty() && address.startsWith("gone")) {
            return null;
        }
        message.to = address;
        message.at = now;
        message.held = address.startsWith("night")
                && (naming.isEmpty()
                        ? isMild(message.highest)
                        : naming.stream().allMatch(rule -> isMild(worstOf(Set.of(rule)))));
        message.heard = new HashSet<>(news);
        message.rules.addAll(naming);
        if (basis != null) {
            message.rules.addAll(basis.rules);
        }
        return message;
    }

    private News seesTo() {
        return news.stream()
                .filter(n -> n.what == What.ACKNOWLEDGED)
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    private Set<String> by(Message basis, Episode episode, Set<String> naming) {
        Set<String> by = new HashSet<>(episode.rules.keySet());
        by.retainAll(naming);
        if (basis != null) {
            by.addAll(basis.by.getOrDefault(episode, Set.of()));
        }
        return by;
    }

    private boolean unheard(Message basis, Episode episode, Set<String> naming, boolean mine) {
        return news.stream()
                .filter(n -> n.of == episode && !basis.heard.contains(n))
                .anyMatch(n -> n.what == What.BETTER
                        || n.what == What.WORSE && mine
                        || n.what == What.AGAIN && naming.contains(n.rule));
    }

    private static boolean isMild(Severity severity) {
        return Severity.HIGH.worseThan(severity);
    }

    private boolean tellsEnds(String rule) {
        return rules.containsKey(rule) ? rules.get(rule).ends : timers.get(rule).ends;
    }

    private boolean elapsed(Message basis, Set<String> naming, Set<String> looking) {
        return naming.stream()
                .filter(looking::contains)
                .map(timers::get)
                .anyMatch(timer -> timer.repeat > 0 && now >= Math.min(now, basis.at) + timer.repeat);
    }

    private void tell(Message message) {
        if (message != null) {
            messages.computeIfAbsent(message.to, key -> new ArrayList<>()).add(message);
            told.add(message);
        }
    }

    private void withdraw(List<Message> waiting) {
        for (Message message : waiting) {
            message.state = State.LOST;
            withdrawn.add(message);
        }
    }

    private int position(Message message) {
        return messages.get(message.to).indexOf(message);
    }

    private List<Message> counting(String address) {
        List<Message> all = new ArrayList<>(messages.getOrDefault(address, List.of()));
        all.removeIf(message -> message.state == State.LOST);
        Collections.reverse(all);
        return all;
    }

    private Message newest(String address) {
        return counting(address).stream().findFirst().orElse(null);
    }

    private List<Message> newestWaiting(String address) {
        return counting(address).stream()
                .takeWhile(message -> message.state == State.WAITS)
                .toList();
    }

    private Message lastSent(String address) {
        return counting(address).stream()
                .filter(message -> message.state == State.SENT)
                .findFirst()
                .orElse(null);
    }

    /** Which rules name which address now. */
    Map<String, Set<String>> names() {
        Map<String, Set<String>> names = new TreeMap<>();
        for (Rule rule : rules.values()) {
            Severity worst = worstOf(Set.of(rule.name));
            for (String address : worst == null ? NOBODY : rule.told) {
                if (!address.startsWith("critical-") || worst == Severity.CRITICAL) {
                    names.computeIfAbsent(address, key -> new LinkedHashSet<>()).add(rule.name);
                }
            }
        }
        return names;
    }

    private Severity worstOf(Set<String> names) {
        List<Severity> free = severities(names, false);
        return (free.isEmpty() ? severities(names, true) : free)
                .stream().min(Comparator.naturalOrder()).orElse(null);
    }

    private List<Severity> severities(Set<String> names, boolean isHeld) {
        return firing().stream()
                .filter(e -> held.contains(e.alert) == isHeld)
                .filter(e -> e.rules.keySet().stream().anyMatch(names::contains))
                .map(e -> e.severity)
                .toList();
    }

    private Severity worst(Set<String> alerts) {
        return alerts.stream()
                .map(alert -> running(alert).severity)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    // when rules look

    /** When there is to be a look next, or what fires on after it was resolved is to be looked at again. */
    Long due() {
        if (resolved) {
            return firing().isEmpty() ? null : reopenAt;
        }
        return timers.values().stream()
                .map(Timer::due)
                .filter(Objects::nonNull)
                .min(Long::compare)
                .orElse(null);
    }

    private void changed() {
        if (resolved) {
            return;
        }
        for (Timer timer : timers.values()) {
            if (timer.last != null) {
                timer.dues.add(timer.next(now, now));
            }
        }
    }

    private void subscribe(Rule rule, Severity severity) {
        if (!timers.containsKey(rule.name)) {
            Timer timer = new Timer(rule.name);
            timer.interval = rule.interval;
            timer.repeat = rule.repeat;
            timer.ends = rule.ends;
            timer.dues.add(now + rule.wait(severity));
            timers.put(rule.name, timer);
        }
        sooner(rule, severity);
    }

    private void sooner(Rule rule, Severity severity) {
        if (!rule.waits.isEmpty()) {
            timers.get(rule.name).dues.add(now + rule.wait(severity));
        }
    }

    private void arrangeRepeats() {
        if (resolved) {
            return;
        }
        Map<String, Set<String>> names = names();
        for (Timer timer : timers.values()) {
            if (acknowledged) {
                timer.repeats.clear();
            } else if (timer.last != null && timer.repeat > 0) {
                names.forEach((address, by) -> {
                    Message last = newest(address);
                    if (by.contains(timer.rule) && last != null && last.isOpen()) {
                        long time = Math.min(now, last.at) + timer.repeat;
                        timer.repeats.add(timer.next(time > now ? time : now + timer.repeat, now));
                    }
                });
            }
        }
    }

    private void matches(Episode episode, Rule rule) {
        episode.rules.put(rule.name, rule.sets);
        episode.newsAt.put(rule.name, now);
    }

    private static Severity severity(Episode episode, Severity own) {
        return episode.rules.values().stream()
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(own);
    }

    private Episode latest(String alert) {
        return episodes.stream()
                .filter(e -> e.alert.equals(alert))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    private Episode running(String alert) {
        return firing().stream().filter(e -> e.alert.equals(alert)).findFirst().orElse(null);
    }

    List<Episode> firing() {
        return episodes.stream().filter(e -> !e.over).toList();
    }
}
