"""What the newsroom's upload takes for a picture: one that can be read to its last line."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from PIL import Image as Pillow
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from warta.articles.pictures.sizes import UNREADABLE


class WholePictureField(WagtailImageField):
    """Wagtail reads the head alone; half a picture would be kept, and each page of it be an error."""

    def to_python(self, data: Any) -> Any:
        try:
            upload = super().to_python(data)
            if upload is not None:
                _read_to_the_end(upload)
        except UNREADABLE as error:
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error
        return upload


class PictureForm(BaseImageForm):
    """Wagtail's form for a picture, with our field for its file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if given := self.fields.get("file"):
            self.fields["file"] = WholePictureField(
                label=given.label, required=given.required, widget=given.widget, help_text=given.help_text
            )


def _read_to_the_end(upload: Any) -> None:
    upload.seek(0)
    with Pillow.open(upload) as picture:
        picture.draft("RGB", (1, 1))  # a JPEG is read whole, but unpacked as small as can be
        picture.load()
    upload.seek(0)
