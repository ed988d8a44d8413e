package dev.podo.model.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarkersTest {
  @Test
  void readsHowAListMerges() {
    var merge =
        Markers.merge(
            List.of(
                "The ports.",
                "+patchMergeKey=port",
                "+patchStrategy=merge,retainKeys",
                "+listType=map",
                "+listMapKey=port",
                "+listMapKey=protocol"));
    assertThat(merge.listType()).isEqualTo("map");
    assertThat(merge.mapKeys()).containsExactly("port", "protocol");
    assertThat(merge.patchStrategy()).containsExactly("merge", "retainKeys");
    assertThat(merge.patchMergeKey()).isEqualTo("port");
    assertThat(merge.mapType()).isNull();
  }

  @Test
  void readsTheTypeOfAMapOrStruct() {
    assertThat(Markers.merge(List.of("+structType=atomic")).mapType()).isEqualTo("atomic");
    assertThat(Markers.merge(List.of("+mapType=granular")).mapType()).isEqualTo("granular");
  }

  @Test
  void joinsTheLinesOfAComment() {
    var comment = List.of("One", "two.", "+optional", " - item", "three.", "---", "Internal.");
    assertThat(Markers.description("", comment)).isEqualTo("One two.\n - item three.");
  }

  @Test
  void findsParagraphsWhereWordsHaveTwoSpaces() {
    var comment = List.of("One.", "Two", "lines.", "Three.");
    assertThat(Markers.description("One.  Two lines.  Three.", comment))
        .isEqualTo("One.\n\nTwo lines.\n\nThree.");
  }

  @Test
  void keepsTheWordsWhereTheCommentSaysOtherwise() {
    assertThat(Markers.description("New words.", List.of("Old words."))).isEqualTo("New words.");
  }
}
