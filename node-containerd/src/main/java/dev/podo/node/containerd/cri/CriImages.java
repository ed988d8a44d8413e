package dev.podo.node.containerd.cri;

import dev.podo.foundation.Backoff;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.node.containerd.cri.v1.AuthConfig;
import dev.podo.node.containerd.cri.v1.ImageFsInfoRequest;
import dev.podo.node.containerd.cri.v1.ImageSpec;
import dev.podo.node.containerd.cri.v1.ImageStatusRequest;
import dev.podo.node.containerd.cri.v1.ListImagesRequest;
import dev.podo.node.containerd.cri.v1.PullImageRequest;
import dev.podo.node.containerd.cri.v1.RemoveImageRequest;
import dev.podo.node.runtime.Image;
import dev.podo.node.runtime.ImageRuntime;
import dev.podo.node.runtime.RuntimeFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Images through CRI; archives through an importer, because CRI knows none.
final class CriImages implements ImageRuntime {
  private static final Duration SHORT = Duration.ofSeconds(30);

  /// A registry that sends nothing for so long is given up; what arrived stays for the next try.
  private static final Duration PULL = Duration.ofMinutes(10);

  /// CRI learns of an imported image by an event.
  private static final Duration SHOWN_MAX = Duration.ofSeconds(10);

  private static final Backoff LOOK =
      Backoff.exponential(Duration.ofMillis(2), Duration.ofMillis(100));

  private final CriChannel channel;
  private final CriSettings settings;
  private final Environment environment;

  CriImages(CriChannel channel, CriSettings settings, Environment environment) {
    this.channel = channel;
    this.settings = settings;
    this.environment = environment;
  }

  @Override
  public @Nullable Image find(String reference) throws InterruptedException {
    var request = ImageStatusRequest.newBuilder().setImage(spec(reference)).build();
    var reply = CriChannel.call(() -> channel.images(SHORT).imageStatus(request));
    return reply.hasImage() ? image(reply.getImage()) : null;
  }

  @Override
  public Image pull(String reference, @Nullable RegistryAuth auth) throws InterruptedException {
    var request = PullImageRequest.newBuilder().setImage(spec(reference));
    if (auth != null) {
      request.setAuth(
          AuthConfig.newBuilder()
              .setServerAddress(auth.server())
              .setUsername(auth.username())
              .setPassword(auth.password())
              .setIdentityToken(auth.identityToken())
              .setRegistryToken(auth.token()));
    }
    var pulled = CriChannel.call(() -> channel.images(PULL).pullImage(request.build()));
    var image = find(pulled.getImageRef());
    if (image == null) {
      throw RuntimeFailure.notFound("image " + reference + ", just pulled,");
    }
    return image;
  }

  @Override
  public List<Image> list() throws InterruptedException {
    var request = ListImagesRequest.getDefaultInstance();
    return CriChannel.call(() -> channel.images(SHORT).listImages(request)).getImagesList().stream()
        .map(this::image)
        .sorted(Comparator.comparing(Image::id))
        .toList();
  }

  @Override
  public void remove(String imageId) throws InterruptedException {
    var request = RemoveImageRequest.newBuilder().setImage(spec(imageId)).build();
    CriChannel.callIdempotent(() -> channel.images(SHORT).removeImage(request));
  }

  @Override
  public List<Image> load(Path archive) throws InterruptedException {
    var loaded = new ArrayList<Image>();
    try {
      for (var name : settings.importer().load(archive)) {
        loaded.add(awaitShown(name));
      }
    } catch (IOException e) {
      throw new RuntimeFailure(
          RuntimeFailure.Kind.INVALID, "loading " + archive + " failed: " + e.getMessage(), e);
    }
    return loaded;
  }

  private Image awaitShown(String name) throws InterruptedException {
    var clock = environment.clock();
    var deadline = Deadline.after(clock, SHOWN_MAX);
    for (var looks = 1; ; looks++) {
      var image = find(name);
      if (image != null) {
        return image;
      }
      if (deadline.hasPassed(clock)) {
        throw RuntimeFailure.notFound("image " + name + ", just loaded,");
      }
      clock.sleep(LOOK.delay(looks, environment.random()));
    }
  }

  @Override
  public DiskUsage diskUsage() throws InterruptedException {
    var request = ImageFsInfoRequest.getDefaultInstance();
    var systems =
        CriChannel.call(() -> channel.images(SHORT).imageFsInfo(request)).getImageFilesystemsList();
    if (systems.isEmpty()) {
      return new DiskUsage(0, 0);
    }
    try {
      var disk = Files.getFileStore(Path.of(systems.getFirst().getFsId().getMountpoint()));
      return new DiskUsage(disk.getTotalSpace() - disk.getUsableSpace(), disk.getTotalSpace());
    } catch (IOException e) {
      throw new RuntimeFailure(
          RuntimeFailure.Kind.OTHER, "the images' disk cannot be read: " + e.getMessage(), e);
    }
  }

  private static ImageSpec spec(String reference) {
    return ImageSpec.newBuilder().setImage(reference).build();
  }

  private Image image(dev.podo.node.containerd.cri.v1.Image image) {
    return new Image(
        image.getId(),
        image.getRepoTagsList(),
        image.getRepoDigestsList(),
        image.getSize(),
        image.hasUid() ? image.getUid().getValue() : null,
        image.getUsername(),
        image.getPinned() || image.getRepoTagsList().contains(settings.pauseImage()));
  }
}
