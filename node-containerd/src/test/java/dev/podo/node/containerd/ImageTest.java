package dev.podo.node.containerd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.node.containerd.instance.ContainerdSettings;
import dev.podo.node.runtime.Image;
import dev.podo.node.runtime.ImageRuntime;
import dev.podo.node.runtime.RuntimeFailure;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnContainerd.class)
final class ImageTest {
  private final TestNode node;
  private ImageRuntime images;

  ImageTest(TestNode node) {
    this.node = node;
  }

  @BeforeEach
  void connect() {
    images = node.runtime().images();
  }

  private Image load(String name, String user) throws IOException, InterruptedException {
    var archive = Files.createTempFile(node.directory, "image-", ".tar");
    TestNode.box(name).user(user).write(archive);
    var loaded = images.load(archive);
    Files.delete(archive);
    assertThat(loaded).hasSize(1);
    return loaded.getFirst();
  }

  @Test
  void findsALoadedImageByEveryName() throws Exception {
    var image = load("docker.io/library/named:2", "1000");
    assertThat(image.id()).startsWith("sha256:");
    assertThat(image.tags()).containsExactly("docker.io/library/named:2");
    assertThat(image.user()).isEqualTo(1000);
    assertThat(image.sizeBytes()).isPositive();
    assertThat(images.find("named:2")).isEqualTo(image);
    assertThat(images.find("library/named:2")).isEqualTo(image);
    assertThat(images.find("docker.io/library/named:2")).isEqualTo(image);
    assertThat(images.find(image.id())).isEqualTo(image);
    assertThat(images.find("named:3")).isNull();
    assertThat(images.find("named")).isNull();
    assertThat(images.list()).contains(image);
    images.remove(image.id());
    assertThat(images.find("named:2")).isNull();
    images.remove(image.id());
  }

  @Test
  void takesShortNamesInArchives() throws Exception {
    var image = load("brief:1", "someone");
    assertThat(image.tags()).containsExactly("docker.io/library/brief:1");
    assertThat(image.user()).isNull();
    assertThat(image.userName()).isEqualTo("someone");
    images.remove(image.id());
  }

  @Test
  void removesAnImageWithAllItsNames() throws Exception {
    var first = load("docker.io/library/twice:1", "7");
    var second = load("docker.io/library/twice:2", "7");
    assertThat(second.id()).isEqualTo(first.id());
    images.remove(first.id());
    assertThat(images.find("twice:1")).isNull();
    assertThat(images.find("twice:2")).isNull();
  }

  @Test
  void pinsThePauseImage() throws Exception {
    var pause = images.find(ContainerdSettings.PAUSE_IMAGE);
    assertThat(pause).isNotNull();
    assertThat(pause.pinned()).isTrue();
    assertThat(images.find(TestNode.IMAGE).pinned()).isFalse();
  }

  @Test
  void refusesWhatIsNoArchive() throws Exception {
    var archive = Files.writeString(node.directory.resolve("broken.tar"), "no tar");
    assertThatThrownBy(() -> images.load(archive))
        .isInstanceOfSatisfying(
            RuntimeFailure.class, e -> assertThat(e.kind()).isEqualTo(RuntimeFailure.Kind.INVALID))
        .hasMessageContaining("broken.tar");
  }

  @Test
  void refusesMalformedNames() {
    assertThatThrownBy(() -> images.pull("Not A Name", null)).isInstanceOf(RuntimeFailure.class);
  }

  @Test
  void knowsHowFullTheDiskIs() throws Exception {
    var usage = images.diskUsage();
    assertThat(usage.capacityBytes()).isPositive();
    assertThat(usage.percent()).isBetween(0, 100);
  }
}
