package dev.jwinsock.compat.harness;

import dev.jwinsock.compat.harness.network.Network;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a test can leave behind: kernel descriptors that are not files, threads and namespaces. */
final class Residue {
    // On other systems only threads are compared.
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final Set<String> found;

    private Residue(Set<String> found) {
        this.found = found;
    }

    static Residue now() {
        Set<String> found = new HashSet<>();
        if (Files.isDirectory(DESCRIPTORS)) {
            addDescriptors(found);
        }
        Thread[] threads = new Thread[Thread.activeCount() + 16];
        int count = Thread.currentThread().getThreadGroup().enumerate(threads);
        Stream.concat(Stream.of(threads).limit(count), Thread.getAllStackTraces().keySet().stream())
                .distinct()
                .filter(t -> t.isAlive() && isOurs(t.getName()))
                .forEach(t -> found.add("thread " + t.getName() + '#' + System.identityHashCode(t)));
        Network.remaining().forEach(name -> found.add("network namespace " + name));
        return new Residue(found);
    }

    /** Descriptors and threads may end in background, a little after WSACleanup returned. */
    void assertNothingNew() {
        List<String> left = new ArrayList<>();
        boolean clean = Deadline.await(() -> {
            left.clear();
            left.addAll(now().found);
            left.removeAll(found);
            return left.isEmpty();
        });
        if (!clean) {
            throw new AssertionError("the test left " + left);
        }
    }

    private static boolean isOurs(String thread) {
        return thread.startsWith("jwinsock-") || thread.startsWith(Call.THREAD_NAME);
    }

    private static void addDescriptors(Set<String> found) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path entry : entries) {
                String target = target(entry);
                // socket:[…], anon_inode:[eventpoll], pipe:[…]: anything that is not in the file system
                if (!target.startsWith("/") && !target.isEmpty()) {
                    found.add("descriptor " + entry.getFileName() + ' ' + target);
                }
            }
        } catch (IOException e) {
            throw new AssertionError("cannot list " + DESCRIPTORS, e);
        }
    }

    private static String target(Path entry) {
        try {
            return Files.readSymbolicLink(entry).toString();
        } catch (IOException e) {
            return ""; // closed since it was listed
        }
    }
}
