package dev.podo.apiserver.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.ApiServerConfig;
import dev.podo.apiserver.Objects;
import dev.podo.apiserver.TestServer;
import dev.podo.apiserver.encoding.Representation;
import dev.podo.apiserver.encoding.WatchEncoder;
import dev.podo.apiserver.http.ByteStream;
import dev.podo.apiserver.http.Header;
import dev.podo.apiserver.request.Watch;
import dev.podo.apiserver.watch.WatchPump;
import dev.podo.client.WriteOptions;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.VirtualClock;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kinds.lease.Leases;
import dev.podo.model.coordination.v1.Lease;
import dev.podo.model.coordination.v1.LeaseSpec;
import dev.podo.model.selector.FieldPredicate;
import dev.podo.model.selector.LabelPredicate;
import dev.podo.store.StoreConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a watcher holds who does not read, and that the others hold it with him.
class SlowWatchTest {
  private static final int WINDOW = 64;
  private static final int MARK = 4 << 10;
  // Nobody but the tests watches these.
  private static final String KEY = Leases.KIND.storageKey();
  private static final Duration LONG = Duration.ofHours(1);

  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final TestServer server =
      TestServer.start(
          ApiServerConfig.inProcessOnly(),
          StoreConfig.DEFAULT.withEventsPerKind(WINDOW),
          node -> {
            throw ApiErrors.serviceUnavailable("no agent of node " + node);
          });

  @AfterEach
  void stop() {
    server.close();
  }

  private void create(String name) {
    server.admin().create(Leases.KIND, labelled(name, "red"), WriteOptions.defaults());
  }

  private static Lease labelled(String name, String color) {
    var labels = new TreeMap<String, String>();
    labels.put("color", color);
    var metadata = Objects.meta("default", name).with(m -> m.labels(labels));
    var spec = LeaseSpec.builder().holderIdentity("x".repeat(200)).build();
    return Lease.builder().metadata(metadata).spec(spec).build();
  }

  private KindWatch<Lease> watch(String labels, boolean stateFirst) {
    var selection =
        Selection.of(
            Leases.KIND, "default", LabelPredicate.parse(labels), FieldPredicate.parse(""));
    var image = server.store().image();
    return new KindWatch<>(
        selection,
        stateFirst ? image : null,
        server.store().watch(KEY, image.revision()),
        new KindWatch.Manner(false, false, LONG, image.revision()));
  }

  private void pump(Watch watch, Stalling stream) {
    var encoder =
        new WatchEncoder<>(
            Leases.KIND, Representation.PLAIN_JSON, Environment.system().clock(), false);
    WatchPump.start(watch, encoder, stream, Environment.system().clock());
    runTasks();
  }

  /// What an event loop does.
  private void runTasks() {
    for (var task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  @Test
  void holdsWhatItsChannelTakesOfWhatIsThereOnceAndIsCutOff() {
    var before = server.store().watchers(KEY);
    var first = new Stalling();
    var second = new Stalling();
    pump(watch("", false), first);
    pump(watch("color=red", false), second);
    for (var i = 0; i < 1_000 && !(first.ended && second.ended); i++) {
      create("m" + i);
      runTasks();
    }
    assertThat(first.ended && second.ended).as("cut off though nobody reads").isTrue();
    assertThat(server.store().watchers(KEY)).isEqualTo(before);

    // The mark, the frame that crossed it, and the event that says why.
    assertThat(first.bytes()).isLessThan(MARK + 2 * first.largest());
    assertThat(first.text(first.frames.size() - 1))
        .startsWith("{\"type\":\"ERROR\",\"object\":")
        .contains("\"reason\":\"Expired\"", "\"code\":410");
    assertThat(first.frames).hasSizeLessThan(WINDOW).hasSameSizeAs(second.frames);
    for (var i = 0; i < first.frames.size() - 1; i++) {
      assertThat(first.text(i)).contains("\"name\":\"m" + i + "\"");
      var theirs = second.frames.get(i).iterator();
      for (var piece : first.frames.get(i)) {
        assertThat(piece).as("the very bytes").isSameAs(theirs.next());
      }
    }
  }

  @Test
  void endsThoughItHasNotToldTheStateYet() {
    for (var i = 0; i < 2 * MARK / 200; i++) {
      create("old" + i);
    }
    var stream = new Stalling();
    var watch = watch("", true);
    pump(watch, stream);
    assertThat(watch.holdsState()).isTrue();
    for (var i = 0; i < 1_000 && !stream.ended; i++) {
      create("new" + i);
      runTasks();
    }
    assertThat(stream.ended).isTrue();
    assertThat(stream.text(stream.frames.size() - 1)).contains("\"code\":410");
  }

  @Test
  void letsGoOfTheStateOnceItIsTold() {
    create("one");
    create("two");
    var watch = watch("", true);
    var told = 0;
    while (watch.holdsState()) {
      assertThat(watch.poll()).isNotNull();
      told++;
    }
    assertThat(told).isGreaterThanOrEqualTo(2);
    create("three");
    var next = watch.poll();
    assertThat(next).isNotNull();
    assertThat(next.object().object().metadata().name()).isEqualTo("three");
    assertThat(watch.poll()).isNull();
    watch.close();
  }

  @Test
  void tellsAllWhoseSelectionAnObjectLeavesTheSame() {
    create("mine");
    var red = watch("color=red", false);
    var notBlue = watch("color!=blue", false);
    var blue = watch("color=blue", false);
    var mine = server.admin().get(Leases.KIND, "default", "mine");
    var labels = labelled("mine", "blue").metadata().labels();
    var recolored = mine.withMetadata(mine.metadata().with(m -> m.labels(labels)));
    server.admin().update(Leases.KIND, recolored, WriteOptions.defaults());
    var left = red.poll();
    assertThat(left).isNotNull();
    assertThat(left.type()).isEqualTo(Watch.Type.DELETED);
    assertThat(left.object().object().metadata().labels()).containsEntry("color", "red");
    assertThat(left).isEqualTo(notBlue.poll());
    var come = blue.poll();
    assertThat(come).isNotNull();
    assertThat(come.type()).isEqualTo(Watch.Type.ADDED);
    assertThat(come.object().object().metadata().resourceVersion())
        .isEqualTo(left.object().object().metadata().resourceVersion());
  }

  @Test
  void remindsOnlyThoseOfBookmarksWhoAskedForThem() {
    for (var asked : List.of(true, false)) {
      var clock = new VirtualClock(Instant.EPOCH);
      var image = server.store().image();
      var watch =
          new KindWatch<>(
              Selection.of(
                  Leases.KIND, "", LabelPredicate.everything(), FieldPredicate.everything()),
              null,
              server.store().watch(KEY, image.revision()),
              new KindWatch.Manner(false, asked, LONG, image.revision()));
      var encoder = new WatchEncoder<>(Leases.KIND, Representation.PLAIN_JSON, clock, false);
      WatchPump.start(watch, encoder, new Stalling(), clock);
      runTasks();
      assertThat(clock.nextTimer()).hasValue((asked ? Duration.ofMinutes(1) : LONG).toNanos());
      watch.close();
    }
  }

  /// A client who never reads: what is sent stays.
  private final class Stalling implements ByteStream {
    private final List<List<byte[]>> frames = new ArrayList<>();
    private boolean ended;

    private int bytes() {
      return frames.stream().mapToInt(Stalling::length).sum();
    }

    private int largest() {
      return frames.stream().mapToInt(Stalling::length).max().orElse(0);
    }

    private static int length(List<byte[]> frame) {
      return frame.stream().mapToInt(piece -> piece.length).sum();
    }

    private String text(int frame) {
      var out = new StringBuilder();
      frames.get(frame).forEach(piece -> out.append(new String(piece, StandardCharsets.UTF_8)));
      return out.toString();
    }

    @Override
    public void write(List<byte[]> pieces) {
      frames.add(pieces);
    }

    @Override
    public void end(List<Header> trailers) {
      ended = true;
    }

    @Override
    public void abort() {
      throw new IllegalStateException("a watch ends well");
    }

    @Override
    public void flush() {}

    @Override
    public boolean isWritable() {
      return bytes() < MARK;
    }

    @Override
    public boolean isClosed() {
      return ended;
    }

    @Override
    public boolean awaitWritable(Deadline deadline) {
      throw new IllegalStateException("a watch waits for nobody");
    }

    @Override
    public void onWritable(Runnable action) {}

    @Override
    public void onClose(Runnable action) {}

    @Override
    public Executor executor() {
      return tasks::add;
    }
  }
}
