package io.tocsin.source.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class MessageGroupsTest {

    private record Message(int group, int number) {}

    /** Whatever ends when, and however: each message gets one answer, in order, and none is stored after one that failed. */
    @Property(tries = 500)
    void noMessageIsStoredBehindAFailedOneOfItsGroup(
            @ForAll @Size(max = 10) List<@IntRange(min = 0, max = 2) Integer> batch, @ForAll long seed) {
        MessageGroups groups = new MessageGroups();
        Random random = new Random(seed);
        Deque<Message> running = new ArrayDeque<>();
        Map<Integer, List<Integer>> stored = new HashMap<>();
        Map<Integer, List<Integer>> refused = new HashMap<>();
        Map<Integer, Integer> failed = new HashMap<>();
        List<Message> answered = new ArrayList<>();
        for (int n = 0; n < batch.size(); n++) {
            Message message = new Message(batch.get(n), n);
            groups.enter(Integer.toString(message.group), new MessageGroups.Turn() {
                @Override
                public void go() {
                    assertThat(running).noneMatch(other -> other.group == message.group);
                    answered.add(message);
                    running.add(message);
                }

                @Override
                public void refuse() {
                    answered.add(message);
                    refused.computeIfAbsent(message.group, ignored -> new ArrayList<>())
                            .add(message.number);
                }
            });
            while (!running.isEmpty() && random.nextBoolean()) {
                end(groups, running, random, stored, failed);
            }
        }
        while (!running.isEmpty()) {
            end(groups, running, random, stored, failed);
        }

        assertThat(answered).hasSize(batch.size()).doesNotHaveDuplicates();
        stored.forEach((group, numbers) -> {
            assertThat(numbers).isSorted();
            assertThat(numbers).allMatch(number -> number < failed.getOrDefault(group, Integer.MAX_VALUE));
        });
        refused.forEach((group, numbers) -> assertThat(failed).containsKey(group));
    }

    private static void end(
            MessageGroups groups,
            Deque<Message> running,
            Random random,
            Map<Integer, List<Integer>> stored,
            Map<Integer, Integer> failed) {
        Message message = running.remove();
        boolean good = random.nextInt(4) > 0;
        if (good) {
            stored.computeIfAbsent(message.group, ignored -> new ArrayList<>()).add(message.number);
        } else {
            failed.put(message.group, message.number);
        }
        groups.leave(Integer.toString(message.group), good);
    }
}
