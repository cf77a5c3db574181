from readers.models.comment import Comment
from readers.models.contact_message import ContactMessage
from readers.models.moderation import Moderation
from readers.models.reading_list import ListedArticle, ReadingList

__all__ = ["Comment", "ContactMessage", "ListedArticle", "Moderation", "ReadingList"]
