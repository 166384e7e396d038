package io.tocsin.net.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A name service of the test's own: each name has answers, one after the other, of which the last one stays. */
final class Names implements NameService {
    private final Map<String, List<String[]>> answers = new HashMap<>();

    Names with(String host, String... addresses) {
        answers.computeIfAbsent(host, none -> new ArrayList<>()).add(addresses);
        return this;
    }

    @Override
    public synchronized InetAddress[] resolve(String host) throws UnknownHostException {
        List<String[]> queue = answers.get(host);
        String[] now = queue == null ? new String[] {host} : queue.size() > 1 ? queue.remove(0) : queue.get(0);
        InetAddress[] found = new InetAddress[now.length];
        for (int i = 0; i < now.length; i++) {
            if (!now[i].matches("[0-9.]+|.*:.*")) {
                throw new UnknownHostException(host);
            }
            found[i] =
                    InetAddress.getByAddress(host, InetAddress.getByName(now[i]).getAddress());
        }
        return found;
    }
}
