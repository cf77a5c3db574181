from readers.admin.comments import CommentAdmin
from readers.admin.others import ContactMessageAdmin, ReadingListAdmin

__all__ = ["CommentAdmin", "ContactMessageAdmin", "ReadingListAdmin"]
